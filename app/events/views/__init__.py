"""The hosts' screens of events; importing the parts puts their addresses on the blueprint."""

from app.events.views import beginning, deciding, overview, series, series_writing, writing
from app.events.views.blueprint import blueprint
