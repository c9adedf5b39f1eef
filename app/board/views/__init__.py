"""Screens; importing the parts puts their addresses on the blueprint."""

from app.board.views import answering, posting, reading
from app.board.views.blueprint import blueprint
