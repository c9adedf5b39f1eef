"""The screens of petitions; importing the parts puts their addresses on the blueprint."""

from app.petitions.views import own, signing
from app.petitions.views.blueprint import blueprint

__all__ = ["blueprint", "own", "signing"]
