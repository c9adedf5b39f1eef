"""Views of the public pages."""

from app.pages.views import calendar, events, feeds, home, organisations, plain
from app.pages.views.blueprint import blueprint

__all__ = ["blueprint", "calendar", "events", "feeds", "home", "organisations", "plain"]
