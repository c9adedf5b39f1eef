"""What public pages show of initiatives, and what they gather."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, String, case, func, or_, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import contains_eager

from app.asks.models import Ask, AskTarget, Standing, Target
from app.asks.policies import listed as listed_ask
from app.cohosting.queries import HostCard, held_by, host_organisations_of
from app.core import clock
from app.core.database import session
from app.core.numbers import GREATEST
from app.events.models import Event
from app.events.policies import listed as listed_event
from app.events.queries.cards import COLUMNS, EventCard, cards_of
from app.initiatives.models import Initiative, InitiativeStatus, Setting, Theme
from app.initiatives.policies import listed
from app.organisations.models import Organisation
from app.pages.rules.initiatives import WantedInitiatives
from app.petitions.models import Petition
from app.petitions.rules.status import SHOWN

PAGE = 20
#: So many of each kind an initiative gathers on its page at most.
MOST_EVENTS = 200
MOST_GATHERED = 100


@dataclass(frozen=True)
class InitiativeCard:
    """What a list shows of an initiative."""

    id: int
    slug: str
    title: str
    summary: str
    status: InitiativeStatus
    setting: Setting
    themes: tuple[Theme, ...]
    hosts: Sequence[HostCard]


@dataclass(frozen=True)
class InitiativePage:
    """A page of the list, with the cursor of the next (None for the last)."""

    initiatives: Sequence[InitiativeCard]
    after: int | None = None


def found_initiatives(wanted: WantedInitiatives) -> InitiativePage:
    """Give one page of the initiatives that someone looks for, newest first."""
    query = select(Initiative).where(listed(), *_conditions(wanted))
    query = query.where(Initiative.id < (wanted.after or GREATEST))
    found = session.scalars(query.order_by(Initiative.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    return InitiativePage(_cards(shown), shown[-1].id if len(found) > PAGE else None)


def initiatives_under_way(limit: int, organisation: Organisation | None = None) -> list[InitiativeCard]:
    """Give the latest initiatives under way, then those completed; of everybody or of one host."""
    query = select(Initiative).where(listed())
    if organisation is None:
        query = query.where(Initiative.status == InitiativeStatus.PUBLISHED)
    else:
        query = query.where(Initiative.cohosting_id.in_(held_by(organisation.id)))
    order = (Initiative.status == InitiativeStatus.COMPLETED, Initiative.published_at.desc())
    return _cards(session.scalars(query.order_by(*order, Initiative.id.desc()).limit(limit)).all())


def latest_initiatives(limit: int) -> Sequence[tuple[str, datetime | None]]:
    """Give the path of every listed initiative, for the map of the site."""
    query = select(Initiative.slug, Initiative.revised_at).where(listed()).order_by(Initiative.id.desc())
    return [(f"/initiatives/{slug}", at) for slug, at in session.execute(query.limit(limit))]


def events_gathered(initiative: Initiative, limit: int = MOST_EVENTS) -> list[EventCard]:
    """Give the listed events of an initiative, latest first; where there are too many, those next to come."""
    is_past = Event.ends_at <= clock.now()
    query = select(*COLUMNS).where(listed_event(), Event.initiative_id == initiative.id)
    nearest = (is_past, case((is_past, None), else_=Event.starts_at), Event.starts_at.desc(), Event.id.desc())
    rows = list(session.execute(query.order_by(*nearest).limit(limit)))
    cards = cards_of(cast("list[Event]", rows))
    return sorted(cards, key=lambda card: (card.starts_at, card.id), reverse=True)


def asks_gathered(initiative: Initiative) -> dict[Ask, list[AskTarget]]:
    """Give the public asks of an initiative with those whom they are put to, in one query, newest first."""
    query = (
        select(AskTarget)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .join(Target, Target.id == AskTarget.target_id)
        .where(
            Ask.initiative_id == initiative.id,
            listed_ask(clock.now().date()),
            AskTarget.standing != Standing.WITHDRAWN,
        )
        .options(contains_eager(AskTarget.ask), contains_eager(AskTarget.target))
        .order_by(Ask.id.desc(), AskTarget.id)
        .limit(MOST_GATHERED)
    )
    gathered: dict[Ask, list[AskTarget]] = defaultdict(list)
    for each in session.scalars(query):
        gathered[each.ask].append(each)
    return dict(gathered)


def petitions_gathered(initiative: Initiative) -> Sequence[Petition]:
    """Give the petitions of an initiative that anyone can read, newest first."""
    query = select(Petition).where(Petition.initiative_id == initiative.id, Petition.status.in_(SHOWN))
    return session.scalars(query.order_by(Petition.id.desc()).limit(MOST_GATHERED)).all()


def themes_of(initiative: Initiative) -> tuple[Theme, ...]:
    """Give what an initiative is about, in the order of the list."""
    return tuple(each for each in Theme if each.value in initiative.themes)


def _cards(initiatives: Sequence[Initiative]) -> list[InitiativeCard]:
    hosts = host_organisations_of([each.cohosting_id for each in initiatives]) if initiatives else {}
    return [
        InitiativeCard(
            id=each.id,
            slug=each.slug,
            title=each.title,
            summary=each.summary,
            status=each.status,
            setting=each.setting,
            themes=themes_of(each),
            hosts=hosts[each.cohosting_id],
        )
        for each in initiatives
    ]


def _conditions(wanted: WantedInitiatives) -> list[ColumnElement[bool]]:
    """Give what a search asks for, as conditions on initiatives."""
    columns = (Initiative.title, Initiative.summary, Initiative.purpose)
    conditions: list[ColumnElement[bool]] = [
        or_(*(func.lower(each).contains(word, autoescape=True) for each in columns))
        for word in wanted.words.lower().split()
    ]
    if wanted.setting:
        conditions.append(Initiative.setting == wanted.setting)
    if wanted.theme:
        # A list of plain words, kept as JSON: each stands in it between quotes.
        written = as_type(Initiative.themes, String)
        conditions.append(written.contains(f'"{wanted.theme.value}"', autoescape=True))
    return conditions
