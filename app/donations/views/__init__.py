"""The screens of funds and money; importing the parts puts their addresses on the blueprint."""

from app.donations.views import accounts, deciding, messages, overview, spending, writing
from app.donations.views.blueprint import blueprint

__all__ = ["accounts", "blueprint", "deciding", "messages", "overview", "spending", "writing"]
