"""What the public tracker shows: asks, how they stand, their record, and who carries them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager

from app.asks.models import Ask, AskTarget, PolicyArea, Standing, Target
from app.asks.policies import listed
from app.cohosting.models import Host, HostStatus
from app.cohosting.queries import HostCard, host_organisations_of
from app.core import clock
from app.core.database import session
from app.organisations.models import Organisation
from app.pages.rules.asks import WantedAsks
from app.petitions.models import Petition, PetitionAsk
from app.petitions.rules.status import SHOWN

PAGE = 20
#: Feeds and files hold so many rows at most.
MOST_ROWS = 5000
MOST_DEADLINES = 1000


@dataclass(frozen=True)
class TargetLine:
    """How an ask stands with one target, for lists."""

    name: str
    slug: str
    standing: Standing
    due_on: date | None


@dataclass(frozen=True)
class AskCard:
    """What a list shows of an ask."""

    id: int
    slug: str
    title: str
    text: str
    area: PolicyArea
    hosts: Sequence[HostCard]
    targets: Sequence[TargetLine]


@dataclass(frozen=True)
class AskPage:
    """A page of the tracker, with the cursor of the next (None for the last)."""

    asks: Sequence[AskCard]
    after: int | None = None


@dataclass(frozen=True)
class AskRow:
    """One ask put to one target, as files and feeds give it."""

    ask_target: AskTarget
    hosts: Sequence[HostCard] = field(default_factory=tuple)


def found_asks(wanted: WantedAsks) -> AskPage:
    """Give one page of the asks that someone looks for, newest first."""
    query = select(Ask).where(listed(_today()), *_conditions(wanted))
    if wanted.after is not None:
        query = query.where(Ask.id < wanted.after)
    asks = session.scalars(query.order_by(Ask.id.desc()).limit(PAGE + 1)).all()
    shown = asks[:PAGE]
    return AskPage(ask_cards(shown), shown[-1].id if len(asks) > PAGE else None)


def ask_cards(asks: Sequence[Ask]) -> list[AskCard]:
    """Give cards for asks, with their targets and hosts in one query each."""
    if not asks:
        return []
    hosts = host_organisations_of([ask.cohosting_id for ask in asks])
    lines: dict[int, list[TargetLine]] = defaultdict(list)
    query = (
        select(AskTarget.ask_id, Target.name, Target.slug, AskTarget.standing, AskTarget.due_on)
        .join(Target, Target.id == AskTarget.target_id)
        .where(AskTarget.ask_id.in_([ask.id for ask in asks]), AskTarget.standing != Standing.WITHDRAWN)
        .order_by(AskTarget.id)
    )
    for ask_id, name, slug, standing, due_on in session.execute(query):
        lines[ask_id].append(TargetLine(name, slug, standing, due_on))
    return [
        AskCard(ask.id, ask.slug, ask.title, ask.text, ask.area, hosts[ask.cohosting_id], lines[ask.id])
        for ask in asks
    ]


def standing_counts() -> dict[Standing, int]:
    """Count how the asks that the public sees stand, over all targets."""
    query = (
        select(AskTarget.standing, func.count())
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(listed(_today()), AskTarget.standing != Standing.WITHDRAWN)
        .group_by(AskTarget.standing)
    )
    counts = {standing: count for standing, count in session.execute(query)}  # noqa: C416  # typed rows
    return {standing: counts[standing] for standing in Standing if standing in counts}


def names_in(wanted: WantedAsks) -> dict[str, str]:
    """Give what the target and the organisation are called that narrow a list."""
    names: dict[str, str] = {}
    if wanted.target:
        names |= dict(_pairs(select(Target.slug, Target.name).where(Target.slug == wanted.target)))
    if wanted.organisation:
        query = select(Organisation.slug, Organisation.name).where(Organisation.slug == wanted.organisation)
        names |= dict(_pairs(query))
    return names


def put_asks(wanted: WantedAsks, *, only_due: bool = False) -> list[AskRow]:
    """Give every ask-and-target that someone looks for, for files: soonest deadline or newest first."""
    query = (
        select(AskTarget)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .join(Target, Target.id == AskTarget.target_id)
        .where(listed(_today()), AskTarget.standing != Standing.WITHDRAWN, *_conditions(wanted))
        .where(*_same_row(wanted))
        .options(contains_eager(AskTarget.ask), contains_eager(AskTarget.target))
    )
    if only_due:
        query = query.where(AskTarget.due_on.is_not(None))
        query = query.order_by(AskTarget.due_on, AskTarget.id).limit(MOST_DEADLINES)
    else:
        query = query.order_by(Ask.id.desc(), AskTarget.id).limit(MOST_ROWS)
    found = session.scalars(query).all()
    hosts = host_organisations_of({each.ask.cohosting_id for each in found}) if found else {}
    return [AskRow(each, hosts[each.ask.cohosting_id]) for each in found]


def asks_of_target(target: Target) -> list[AskRow]:
    """Give the asks that a target was asked and the public sees, newest first."""
    query = (
        select(AskTarget)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(AskTarget.target_id == target.id, AskTarget.standing != Standing.WITHDRAWN, listed(_today()))
        .options(contains_eager(AskTarget.ask))
        .order_by(Ask.id.desc())
    )
    found = session.scalars(query).all()
    hosts = host_organisations_of([each.ask.cohosting_id for each in found]) if found else {}
    return [AskRow(each, hosts[each.ask.cohosting_id]) for each in found]


def tracked_ask(slug: str) -> tuple[Ask, Sequence[AskTarget]] | None:
    """Give an ask with its targets in one query; None when it is not there or has no target."""
    query = (
        select(AskTarget)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .join(Target, Target.id == AskTarget.target_id)
        .where(Ask.slug == slug)
        .options(
            contains_eager(AskTarget.ask).joinedload(Ask.initiative),
            contains_eager(AskTarget.target),
        )
        .order_by(AskTarget.id)
    )
    found = session.scalars(query).all()
    return (found[0].ask, found) if found else None


def petitions_carrying(ask: Ask) -> Sequence[Petition]:
    """Give the petitions that carry an ask and that anyone can read, newest first."""
    query = (
        select(Petition)
        .join(PetitionAsk, PetitionAsk.petition_id == Petition.id)
        .where(PetitionAsk.ask_id == ask.id, Petition.status.in_(SHOWN))
        .order_by(Petition.id.desc())
    )
    return session.scalars(query).all()


def latest_asks_and_targets(limit: int) -> Sequence[tuple[str, datetime | None]]:
    """Give the path of every listed ask and of their targets, for the map of the site."""
    asks = select(Ask.slug, Ask.revised_at).where(listed(_today())).order_by(Ask.id.desc()).limit(limit)
    targets = (
        select(Target.slug)
        .where(
            Target.id.in_(
                select(AskTarget.target_id).join(Ask, Ask.id == AskTarget.ask_id).where(listed(_today()))
            )
        )
        .order_by(Target.id)
        .limit(limit)
    )
    return [
        *((f"/asks/{slug}", revised_at) for slug, revised_at in session.execute(asks)),
        *((f"/targets/{slug}", None) for slug in session.scalars(targets)),
    ]


def held_at(slug: str) -> Select[int]:
    """Give, for use in other queries, what the organisation at an address holds."""
    return (
        select(Host.cohosting_id)
        .join(Organisation, Organisation.id == Host.organisation_id)
        .where(Organisation.slug == slug, Host.status == HostStatus.ACCEPTED)
    )


def _conditions(wanted: WantedAsks) -> list[ColumnElement[bool]]:
    """Give what a search asks for, as conditions on asks."""
    conditions: list[ColumnElement[bool]] = []
    for word in wanted.words.lower().split():
        columns = (Ask.title, Ask.text)
        conditions.append(or_(*(func.lower(each).contains(word, autoescape=True) for each in columns)))
    if wanted.area:
        conditions.append(Ask.area == wanted.area)
    if wanted.organisation:
        conditions.append(Ask.cohosting_id.in_(held_at(wanted.organisation)))
    if on_target := _same_row(wanted):
        put = select(AskTarget.ask_id).join(Target, Target.id == AskTarget.target_id)
        put = put.where(AskTarget.standing != Standing.WITHDRAWN, *on_target)
        conditions.append(Ask.id.in_(put))
    return conditions


def _same_row(wanted: WantedAsks) -> list[ColumnElement[bool]]:
    """Give what a search asks of one target: all of it must hold for the same one."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.standing:
        conditions.append(AskTarget.standing == wanted.standing)
    if wanted.target:
        conditions.append(Target.slug == wanted.target)
    if wanted.jurisdiction:
        place = func.lower(Target.jurisdiction)
        conditions.append(place.contains(wanted.jurisdiction.lower(), autoescape=True))
    return conditions


def _pairs(query: Select[str, str]) -> list[tuple[str, str]]:
    return [(slug, name) for slug, name in session.execute(query)]  # typed rows


def _today() -> date:
    return clock.now().date()
