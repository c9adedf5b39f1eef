"""What the public sees of petitions: lists with their hosts and targets, and one with all that came of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.asks.models import Target
from app.asks.policies import is_listed
from app.cohosting.queries import HostCard, held_by, host_organisations_of
from app.core import clock
from app.core.database import session
from app.events.rules.finding import words_of
from app.initiatives.models import Initiative
from app.organisations.models import Organisation
from app.pages.queries.asks import AskCard, ask_cards, held_at
from app.pages.rules.petitions import Order, Shelf, WantedPetitions
from app.petitions.models import (
    DayCount,
    Petition,
    PetitionStatus,
    PetitionTarget,
    PetitionUpdate,
)
from app.petitions.queries.counts import signed_lately
from app.petitions.queries.petitions import asks_of
from app.petitions.rules import SHOWN, goal_for

PAGE = 20
MOST_ROWS = 5_000
FEED_LENGTH = 60
_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class PetitionCard:
    """What a list shows of a petition."""

    petition: Petition
    goal: int
    hosts: Sequence[HostCard]
    targets: Sequence[Target]
    #: How many signed in the last week.
    lately: int

    @property
    def share(self) -> int:
        """Give how much of the goal is reached, per cent."""
        return min(100, self.petition.total * 100 // self.goal)


@dataclass(frozen=True)
class PetitionPage:
    """A page of the list, and whether there are more."""

    petitions: Sequence[PetitionCard]
    is_last: bool


def found_petitions(wanted: WantedPetitions) -> PetitionPage:
    """Give one page of the petitions that someone looks for."""
    query = _looked_for(wanted).offset((wanted.page - 1) * PAGE).limit(PAGE + 1)
    found = session.scalars(query).all()
    return PetitionPage(petition_cards(found[:PAGE]), is_last=len(found) <= PAGE)


def all_petitions(wanted: WantedPetitions) -> list[PetitionCard]:
    """Give every petition that someone looks for, for files."""
    return petition_cards(session.scalars(_looked_for(wanted).limit(MOST_ROWS)).all())


def petition_cards(petitions: Sequence[Petition]) -> list[PetitionCard]:
    """Give cards for petitions, with hosts, targets and the last week in one query each."""
    if not petitions:
        return []
    ids = [each.id for each in petitions]
    hosts = host_organisations_of([each.cohosting_id for each in petitions])
    targets: dict[int, list[Target]] = defaultdict(list)
    put = select(PetitionTarget.petition_id, Target).join(Target, Target.id == PetitionTarget.target_id)
    for petition_id, target in session.execute(
        put.where(PetitionTarget.petition_id.in_(ids)).order_by(Target.id)
    ):
        targets[petition_id].append(target)
    lately = signed_lately(ids, (clock.now() - _LATELY).date())
    return [
        PetitionCard(
            each,
            goal_for(each.total, each.first_goal),
            hosts[each.cohosting_id],
            targets[each.id],
            lately.get(each.id, 0),
        )
        for each in petitions
    ]


def petitions_of(organisation: Organisation, limit: int = 6) -> list[PetitionCard]:
    """Give the petitions that an organisation holds and anyone can read, open ones first."""
    held = held_by(organisation.id)
    query = select(Petition).where(Petition.cohosting_id.in_(held), Petition.status.in_(SHOWN))
    query = query.order_by(Petition.status != PetitionStatus.OPEN, Petition.id.desc())
    return petition_cards(session.scalars(query.limit(limit)).all())


def asks_carried(petition: Petition) -> list[AskCard]:
    """Give the asks that a petition carries, but those that rest during an election or were taken back."""
    today = clock.now().date()
    return ask_cards([each for each in asks_of(petition) if is_listed(each, today)])


def most_signed_lately(limit: int) -> list[PetitionCard]:
    """Give open petitions: those that most people signed in the last week, then the newest."""
    since = (clock.now() - _LATELY).date()
    lately = select(DayCount.petition_id, func.sum(DayCount.signed).label("signed"))
    week = lately.where(DayCount.on >= since).group_by(DayCount.petition_id).subquery()
    query = (
        select(Petition)
        .outerjoin(week, week.c.petition_id == Petition.id)
        .where(Petition.status == PetitionStatus.OPEN)
        .order_by(func.coalesce(week.c.signed, 0).desc(), Petition.id.desc())
    )
    return petition_cards(session.scalars(query.limit(limit)).all())


def latest_updates(petition: Petition | None = None) -> Sequence[PetitionUpdate]:
    """Give the newest news of petitions that anyone can read."""
    query = select(PetitionUpdate).join(Petition).where(Petition.status.in_(SHOWN))
    query = query.options(joinedload(PetitionUpdate.petition), joinedload(PetitionUpdate.organisation))
    if petition is not None:
        query = query.where(PetitionUpdate.petition_id == petition.id)
    return session.scalars(query.order_by(PetitionUpdate.id.desc()).limit(FEED_LENGTH)).all()


def latest_opened() -> Sequence[Petition]:
    """Give the petitions that opened last."""
    query = select(Petition).where(Petition.status.in_(_READ))
    return session.scalars(query.order_by(Petition.opened_at.desc()).limit(FEED_LENGTH)).all()


def sitemap_petitions(limit: int) -> list[tuple[str, datetime | None]]:
    """Give the path of every petition that anyone can read, for the map of the site."""
    query = select(Petition.slug, Petition.revised_at).where(Petition.status.in_(_READ))
    found = session.execute(query.order_by(Petition.id.desc()).limit(limit))
    return [(f"/petitions/{slug}", revised_at) for slug, revised_at in found]


def names_in(wanted: WantedPetitions) -> dict[str, str]:
    """Give what the target, organisation and initiative are called that narrow a list."""
    asked = (
        (wanted.target, select(Target.slug, Target.name).where(Target.slug == wanted.target)),
        (
            wanted.organisation,
            select(Organisation.slug, Organisation.name).where(Organisation.slug == wanted.organisation),
        ),
        (
            wanted.initiative,
            select(Initiative.slug, Initiative.title).where(Initiative.slug == wanted.initiative),
        ),
    )
    names: dict[str, str] = {}
    for slug, query in asked:
        if slug:
            names.update((found, name) for found, name in session.execute(query))
    return names


_READ = (PetitionStatus.OPEN, PetitionStatus.CLOSED)
_ORDERS: dict[Order, tuple[Any, ...]] = {
    Order.NEWEST: (Petition.opened_at.desc(), Petition.id.desc()),
    Order.MOST: ((Petition.signature_count + Petition.paper_count).desc(), Petition.id.desc()),
    Order.CLOSING: (Petition.closes_at.is_(None), Petition.closes_at, Petition.id.desc()),
}
_SHELVES = {Shelf.OPEN: (PetitionStatus.OPEN,), Shelf.CLOSED: (PetitionStatus.CLOSED,), None: _READ}


def _looked_for(wanted: WantedPetitions) -> Select[Petition]:
    query = select(Petition).where(Petition.status.in_(_SHELVES[wanted.shelf]))
    for word in words_of(wanted.words):
        query = query.where(Petition.search_words.contains(word, autoescape=True))
    if wanted.organisation:
        query = query.where(Petition.cohosting_id.in_(held_at(wanted.organisation)))
    if wanted.target:
        put = select(PetitionTarget.petition_id).join(Target, Target.id == PetitionTarget.target_id)
        query = query.where(Petition.id.in_(put.where(Target.slug == wanted.target)))
    if wanted.initiative:
        query = query.join(Petition.initiative).where(Initiative.slug == wanted.initiative)
    return query.order_by(*_ORDERS[wanted.order])
