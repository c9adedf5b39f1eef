"""Signing in, and what people see and change about themselves."""

from app.accounts.views import data, happenings, links, preferences, security, watch
from app.accounts.views.blueprint import blueprint
