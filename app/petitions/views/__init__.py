"""The screens of petitions; importing the parts puts their addresses on the blueprint."""

from app.petitions.views import moderation, overview, own, signing, writing
from app.petitions.views.blueprint import blueprint

__all__ = ["blueprint", "moderation", "overview", "own", "signing", "writing"]
