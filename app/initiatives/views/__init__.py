"""The screens of initiatives; importing the parts puts their addresses on the blueprint."""

from app.initiatives.views import deciding, overview, steps, writing
from app.initiatives.views.blueprint import blueprint
