"""The blueprint of funds and gifts."""

from flask import Blueprint

blueprint = Blueprint("donations", __name__)
