"""The blueprint of petitions, and how each screen finds its petition."""

from flask import Blueprint

from app.core.errors import NotFound
from app.petitions.models import Petition
from app.petitions.queries import petition_by_slug

blueprint = Blueprint("petitions", __name__)


def petition_at(slug: str) -> Petition:
    """Give the petition at an address; raise NotFound when there is none."""
    petition = petition_by_slug(slug)
    if petition is None:
        raise NotFound
    return petition
