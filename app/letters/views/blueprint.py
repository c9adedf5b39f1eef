"""The blueprint."""

from flask import Blueprint

blueprint = Blueprint("letters", __name__)
