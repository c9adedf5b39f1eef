"""Views of this feature."""

from flask import Blueprint

blueprint = Blueprint("rsvps", __name__)
