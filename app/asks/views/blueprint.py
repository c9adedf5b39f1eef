"""The blueprint of asks."""

from flask import Blueprint

blueprint = Blueprint("asks", __name__)
