"""The screens of staff; importing the parts puts their addresses on the blueprint."""

from app.staff.views import mail, money, organisations, overview, people, trail
from app.staff.views.blueprint import blueprint
