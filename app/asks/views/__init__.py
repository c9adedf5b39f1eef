"""The screens of asks; importing the parts puts their addresses on the blueprint."""

from app.asks.views import correcting, overview, reviewing, targets, tracking, writing
from app.asks.views.blueprint import blueprint
