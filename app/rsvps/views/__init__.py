"""Views of this feature."""

from app.rsvps.views import hosting, own, replying
from app.rsvps.views.blueprint import blueprint

__all__ = ["blueprint", "hosting", "own", "replying"]
