"""Screens; importing the parts puts their addresses on the blueprint."""

from app.letters.views import answering, planning
from app.letters.views.blueprint import blueprint
