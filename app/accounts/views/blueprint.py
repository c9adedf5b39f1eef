"""The blueprint that all views of accounts hang on."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
