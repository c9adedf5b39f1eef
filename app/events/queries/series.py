"""Series, their dates, and what a change would do to each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cohosting.models import (
    Cohosting,
    Proposal,
    ProposalKind,
    ProposalStatus,
)
from app.cohosting.queries import held_by, open_proposal, with_pending
from app.cohosting.rules import Content
from app.core import clock
from app.core.database import session
from app.core.questions import ask
from app.events.facts import WhichHaveReplies
from app.events.models import Event, EventStatus, Series, SeriesStatus
from app.events.policies import series_seen_on_desk_by
from app.events.rules import SHOWN, resolve_wall_time
from app.events.rules.planning import MadeDate, PlannedDate, Step, period_start, plan_dates
from app.events.rules.recurrence import Occurrence
from app.events.rules.series import WINDOW, occurrences_of, read_series, rebased
from app.initiatives.models import Initiative
from app.organisations.models import Organisation


@dataclass(frozen=True)
class SeriesPlan:
    """What a change would do: the content from then on, and what becomes of each date."""

    content: Content
    #: The first day that is touched.
    start: date
    #: Up to which day dates are made.
    end: date
    dates: tuple[PlannedDate, ...]
    #: By their number.
    events: dict[int, Event]


def series_by_slug(slug: str) -> Series | None:
    """Give the series at an address, with its cohosting, or None."""
    query = select(Series).where(Series.slug == slug)
    return session.scalar(query.options(joinedload(Series.cohosting), joinedload(Series.initiative)))


def series_of(cohosting: Cohosting) -> Series | None:
    """Give the series that a cohosting holds."""
    return session.scalar(select(Series).where(Series.cohosting_id == cohosting.id))


def locked_series(series: Series) -> Series:
    """Read the series again and keep others from changing it until the transaction ends."""
    query = select(Series).where(Series.id == series.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def series_seen_by(user: User) -> Sequence[Series]:
    """Give the series of someone's hosts, those that go on first."""
    query = select(Series).where(series_seen_on_desk_by(user))
    return session.scalars(query.order_by(Series.status == SeriesStatus.ENDED, Series.id.desc())).all()


def series_in(initiative: Initiative) -> Sequence[Series]:
    """Give the series whose dates belong to an initiative."""
    return session.scalars(select(Series).where(Series.initiative_id == initiative.id)).all()


def series_held_by(organisation: Organisation) -> Sequence[Series]:
    """Give the series that an organisation holds."""
    return session.scalars(select(Series).where(Series.cohosting_id.in_(held_by(organisation.id)))).all()


def running_series() -> Sequence[int]:
    """Give the ids of series that still make dates."""
    query = select(Series.id).where(Series.status == SeriesStatus.PUBLISHED)
    return session.scalars(query.order_by(Series.id)).all()


def dates_of(series: Series) -> Sequence[Event]:
    """Give the dates of a series that are events and can be read, in order."""
    query = select(Event).where(Event.series_id == series.id, Event.status.in_(SHOWN))
    return session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def coming_dates(series: Series) -> Sequence[Event]:
    """Give the dates of a series that are ahead, those called off too."""
    query = select(Event).where(
        Event.series_id == series.id, Event.status.in_(SHOWN), Event.ends_at > clock.now()
    )
    return session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def held_dates(series: Series) -> Sequence[Event]:
    """Give every date of a series that is not over, whoever changed it, with its cohosting."""
    query = select(Event).where(
        Event.series_id == series.id,
        Event.status.not_in([EventStatus.DELETED, EventStatus.CANCELLED]),
        Event.ends_at > clock.now(),
    )
    return session.scalars(query.order_by(Event.id).options(joinedload(Event.cohosting))).all()


def days_made(series: Series) -> frozenset[date]:
    """Give the days that have been made, whatever became of them: none is made twice."""
    query = select(Event.series_on).where(Event.series_id == series.id, Event.series_on.is_not(None))
    return frozenset(day for day in session.scalars(query) if day is not None)


def pending_series_content(series: Series) -> Content:
    """Give the fields that wait for sign-off as a change; empty when none do."""
    proposal = open_proposal(series.cohosting)
    if proposal is None or proposal.kind is not ProposalKind.CHANGE:
        return {}
    return dict(proposal.content)


def working_series_content(series: Series) -> Content:
    """Give what hosts write on: what the series says, with the changes that wait for sign-off."""
    return with_pending(series.content, series.cohosting)


def today_at(series: Series, content: Content | None = None) -> date:
    """Give the day that it is where the series takes place."""
    zone = (content or series.content)["zone"]
    return clock.now().astimezone(ZoneInfo(zone)).date()


def series_plan(series: Series, wanted: Content, from_on: date | None) -> SeriesPlan:
    """Say what a change would do to each date from a day on; it reads and changes nothing.

    A date may move to an earlier day of its week or month, so planning begins with that; but nothing
    is made before the first date that changes, unless its hosts asked for that very day: they added it,
    or leave it out no longer.
    """
    today = today_at(series, wanted)
    first = max(from_on or _next_day(series) or today, today)
    written = read_series(wanted)
    every = written.rule.every
    start = max(today, period_start(first, every))
    asked = written.added | (read_series(series.content).left_out - written.left_out)
    start = min([start, *(day for day in asked if today <= day)])
    end = max(series.filled_to or today, today + WINDOW)
    events = _dates_from(series, start)
    made = _made(events, first)

    def planned(content: Content) -> tuple[PlannedDate, ...]:
        dates = plan_dates(made, ahead(content, start, end), every)
        return tuple(each for each in dates if not _is_before(each, first, asked))

    content = rebased(series.content, wanted, start)
    dates = planned(content)
    days = [each.occurrence.on for each in dates if each.occurrence]
    if days and content is not wanted:  # what is counted begins with the first date that there will be
        content = rebased(series.content, wanted, min(days))
        dates = planned(content)
    return SeriesPlan(content, min([first, *days]), end, dates, {event.id: event for event in events})


def _is_before(planned: PlannedDate, first: date, asked: frozenset[date]) -> bool:
    """Tell whether a date lies before the first that changes, and is neither moved there nor asked for."""
    if planned.step is Step.LEAVE:
        return planned.day < first
    return planned.step is Step.MAKE and planned.day < first and planned.day not in asked


def _next_day(series: Series) -> date | None:
    """Give the day of the next date that has not begun."""
    query = select(Event.series_on).where(
        Event.series_id == series.id,
        Event.series_on.is_not(None),
        Event.status == EventStatus.PUBLISHED,
        Event.starts_at > clock.now(),
    )
    return session.scalar(query.order_by(Event.series_on).limit(1))


def ahead(content: Content, start: date, end: date) -> list[Occurrence]:
    """Give the dates in a window that have not begun yet."""
    now, zone = clock.now(), content["zone"]
    found = occurrences_of(content, start, end)
    return [each for each in found if resolve_wall_time(each.starts_local, zone) > now]


def _dates_from(series: Series, start: date) -> Sequence[Event]:
    query = select(Event).where(Event.series_id == series.id, Event.series_on >= start)
    return session.scalars(query.order_by(Event.series_on)).all()


def _made(events: Sequence[Event], first: date) -> list[MadeDate]:
    now, decided, replied_to = clock.now(), _being_decided(events), _replied_to(events)
    return [
        MadeDate(
            event.id,
            event.series_on,
            is_free=event.series_on >= first and _is_free(event, now) and event.cohosting_id not in decided,
            has_replies=event.id in replied_to,
        )
        for event in events
        if event.series_on is not None
    ]


def has_replies(event: Event) -> bool:
    """Tell whether people have a place, or wait for one."""
    return event.id in _replied_to([event])


def _replied_to(events: Sequence[Event]) -> frozenset[int]:
    """Give the ids of the events at which people have a place, or wait for one."""
    taken = {event.id for event in events if event.taken_in_person + event.taken_online}
    return frozenset(taken.union(*ask(WhichHaveReplies(tuple(events)))))


def _is_free(event: Event, now: datetime) -> bool:
    is_ahead = event.starts_at is not None and event.starts_at > now
    return event.status is EventStatus.PUBLISHED and is_ahead and not event.is_changed_alone


def free_dates(events: Sequence[Event]) -> frozenset[int]:
    """Give the ids of the dates that follow a change of their series, as they stand at this moment."""
    now, decided = clock.now(), _being_decided(events)
    return frozenset(
        event.id for event in events if _is_free(event, now) and event.cohosting_id not in decided
    )


def _being_decided(events: Sequence[Event]) -> frozenset[int]:
    """Give the cohostings of dates about which their hosts are deciding by themselves."""
    query = select(Proposal.cohosting_id).where(
        Proposal.cohosting_id.in_([event.cohosting_id for event in events]),
        Proposal.status == ProposalStatus.OPEN,
    )
    return frozenset(session.scalars(query))
