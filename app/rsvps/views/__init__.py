"""Views of this feature."""

from app.rsvps.views import calendar, hosting, messages, own, replying, waitlist
from app.rsvps.views.blueprint import blueprint
