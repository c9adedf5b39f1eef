"""What has come of an initiative: events, people, names, asks granted, each with its day."""

from datetime import date, datetime

from sqlalchemy import func, select

from app.asks.models import Ask, AskTarget, Standing
from app.asks.policies import listed as listed_ask
from app.core import clock
from app.core.database import session
from app.events.models import Event, EventStatus
from app.events.policies import listed as listed_event
from app.initiatives.models import Initiative
from app.pages.rules.impact import Deeds
from app.petitions.models import DayCount, Petition
from app.petitions.rules.status import SHOWN


def deeds_of(initiative: Initiative) -> Deeds:
    """Give what happened, in three queries."""
    return Deeds(_events(initiative), _signatures(initiative), _granted(initiative))


def _events(initiative: Initiative) -> list[tuple[date, int]]:
    """Give the day of each event that took place, and how many had said that they come."""
    people = Event.taken_in_person + Event.taken_online
    query = select(Event.starts_local, people).where(
        listed_event(),
        Event.initiative_id == initiative.id,
        Event.status == EventStatus.PUBLISHED,
        Event.ends_at <= clock.now(),
    )
    rows = session.execute(query.order_by(Event.starts_local))
    return [(starts.date(), number) for starts, number in rows if starts is not None]


def _signatures(initiative: Initiative) -> list[tuple[date, int]]:
    """Give how many names were added on each day, less those that were taken back on it."""
    query = (
        select(DayCount.on, func.sum(DayCount.signed - DayCount.ended))
        .join(Petition, Petition.id == DayCount.petition_id)
        .where(Petition.initiative_id == initiative.id, Petition.status.in_(SHOWN))
        .group_by(DayCount.on)
        .order_by(DayCount.on)
    )
    return [(on, int(number)) for on, number in session.execute(query)]


def _granted(initiative: Initiative) -> list[date]:
    """Give the day on which each target granted an ask."""
    query = (
        select(AskTarget.changed_at)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(
            Ask.initiative_id == initiative.id,
            listed_ask(clock.now().date()),
            AskTarget.standing == Standing.DONE,
        )
        .order_by(AskTarget.changed_at)
    )
    moments: list[datetime] = list(session.scalars(query))
    return [each.date() for each in moments]
