"""Views of the public pages."""

from app.pages.views import events, feeds, home, organisations, plain
from app.pages.views.blueprint import blueprint

__all__ = ["blueprint", "events", "feeds", "home", "organisations", "plain"]
