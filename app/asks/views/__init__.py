"""The screens of asks; importing the parts puts their addresses on the blueprint."""

from app.asks.views.blueprint import blueprint

__all__ = ["blueprint"]
