"""The screens of organisations; importing the parts puts their addresses on the blueprint."""

from app.organisations.views import answers, invitations, members, profiles, verification
from app.organisations.views.blueprint import blueprint
