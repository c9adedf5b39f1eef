"""What people can do besides coming to an event: sign and give, as its page names it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from app.core import clock
from app.core.database import session
from app.donations.models import Fund
from app.donations.queries.funds import OPEN_ABOUT
from app.events.models import Event
from app.petitions.models import Petition, PetitionStatus


class Link(NamedTuple):
    """What leads to a petition or a fund."""

    slug: str
    title: str


class Beside(NamedTuple):
    """The open petitions of the effort that an event belongs to, and the open funds for the event."""

    petitions: Sequence[Link] = ()
    funds: Sequence[Link] = ()


#: Built once, and one question instead of two: event pages ask it on every request.
_BESIDE = union_all(
    select(literal("petition"), Petition.slug, Petition.title, Petition.id.label("place")).where(
        Petition.initiative_id == bindparam("initiative_id"), Petition.status == PetitionStatus.OPEN
    ),
    select(literal("fund"), *OPEN_ABOUT.selected_columns, (-Fund.id).label("place")).where(
        OPEN_ABOUT.whereclause  # type: ignore[arg-type]  # it has one
    ),
).order_by("place")


def beside(event: Event) -> Beside:
    """Give what an event's page leads to besides replying: petitions in their order, newest funds first."""
    asked = {
        "initiative_id": event.initiative_id,
        "about_id": event.cohosting_id,
        "today": clock.now().date(),
    }
    found: dict[str, list[Link]] = {"petition": [], "fund": []}
    for kind, slug, title, _place in session.connection().execute(_BESIDE, asked):
        found[kind].append(Link(slug, title))
    return Beside(found["petition"], found["fund"])
