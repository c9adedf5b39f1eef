"""The blueprint that the views of this feature share."""

from flask import Blueprint

blueprint = Blueprint("door", __name__)
