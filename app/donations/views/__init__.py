"""The screens of funds and gifts; importing the parts puts their addresses on the blueprint."""

from app.donations.views import webhooks
from app.donations.views.blueprint import blueprint

__all__ = ["blueprint", "webhooks"]
