"""Views of this feature."""

from flask import Blueprint

blueprint = Blueprint("cohosting", __name__)
