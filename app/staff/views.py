"""Views of this feature."""

from flask import Blueprint

blueprint = Blueprint("staff", __name__)
