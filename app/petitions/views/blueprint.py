"""The blueprint of petitions, and how each screen finds its petition and for whom one acts."""

from collections.abc import Mapping
from typing import TypeVar

from flask import Blueprint, request

from app.accounts.models import User
from app.core.access import me, require
from app.core.errors import NotFound, existing
from app.petitions.models import Petition
from app.petitions.policies import can_decide, can_edit, can_see_on_desk
from app.petitions.queries import petition_by_slug

Way = TypeVar("Way")
blueprint = Blueprint("petitions", __name__)


def petition_at(slug: str) -> Petition:
    """Give the petition at an address; raise NotFound when there is none."""
    return existing(petition_by_slug(slug))


def petition_on_desk(slug: str) -> tuple[User, Petition]:
    """Give the signed-in person and a petition of their hosts; to anyone else it does not exist."""
    user, petition = me(User), petition_at(slug)
    if not can_see_on_desk(user, petition):
        raise NotFound
    return user, petition


def edited_petition(slug: str) -> tuple[User, Petition]:
    """Give a petition that the person may write on."""
    user, petition = petition_on_desk(slug)
    require(can_edit(user, petition))
    return user, petition


def decided_petition(slug: str) -> tuple[User, Petition]:
    """Give a petition about which the person may decide."""
    user, petition = petition_on_desk(slug)
    require(can_decide(user, petition))
    return user, petition


def chosen(ways: Mapping[str, Way]) -> Way:
    """Give what the pressed button stands for; raise NotFound for a press without a meaning."""
    try:
        return ways[request.form.get("act", "")]
    except KeyError:
        raise NotFound from None
