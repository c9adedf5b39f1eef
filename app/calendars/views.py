"""Views of this feature."""

from flask import Blueprint

blueprint = Blueprint("calendars", __name__)
