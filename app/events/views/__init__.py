"""The hosts' screens of events; importing the parts puts their addresses on the blueprint."""

from app.events.views import beginning, deciding, overview, writing
from app.events.views.blueprint import blueprint

__all__ = ["beginning", "blueprint", "deciding", "overview", "writing"]
