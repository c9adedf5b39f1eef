"""Views of this feature."""

from app.calendars.views import feeds, importing, own
from app.calendars.views.blueprint import blueprint
