"""Read what is due, and what has been answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select

from app.core.database import session
from app.core.tokens import token_hash
from app.events.models import Event, EventStatus
from app.letters.models import FeedbackAnswer, FeedbackTicket, LetterPlan, Reminder, Thanks
from app.letters.rules.reminding import MOMENTS, USUAL, due_at, due_reminder, occasion_of
from app.letters.rules.thanking import LATEST, OPEN_FOR, is_thanked_now
from app.rsvps.models import Rsvp, RsvpStatus

#: From an event's end to ten o'clock of the day after, in any zone.
LONGEST_WAIT = timedelta(hours=36)


def plan_of(event: Event) -> LetterPlan | None:
    """Give what the hosts have chosen, if they have."""
    return session.get(LetterPlan, event.id)


def thanks_after(event: Event) -> bool:
    """Tell whether people are thanked, and asked how it was: yes, unless the hosts chose otherwise."""
    plan = plan_of(event)
    return plan is None or plan.thanks


def moments_of(event: Event) -> Sequence[int]:
    """Give how many hours before the start people are reminded."""
    plan = plan_of(event)
    return USUAL if plan is None else plan.hours


def due_now(event: Event, now: datetime) -> int | None:
    """Give the reminder of an event that is due now."""
    return _due(event, plan_of(event), now)


def events_to_remind(now: datetime) -> Sequence[int]:
    """Give the events of which a reminder is due now, soonest first."""
    soon = now + timedelta(hours=max(MOMENTS))
    query = _with_plans().where(Event.starts_at > now, Event.starts_at <= soon)
    rows = session.execute(query.order_by(Event.starts_at, Event.id))
    return [event.id for event, plan in rows if _due(event, plan, now) is not None]


def people_to_remind(event: Event, hours: int, limit: int) -> Sequence[Rsvp]:
    """Give some who asked to be reminded and have not been, held against change.

    Who has confirmed or changed their reply since the moment of this reminder knows anyway.
    """
    if event.starts_at is None:
        return ()
    reminded = exists().where(
        Reminder.rsvp_id == Rsvp.id, Reminder.hours == hours, Reminder.occasion == occasion_of(event)
    )
    moment = due_at(event.starts_at, hours)
    knew = (Rsvp.confirmed_at <= moment) & (Rsvp.changed_at <= moment)
    query = _going(event).where(Rsvp.wants_reminders, knew, ~reminded)
    return session.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()


def reminded_people(event: Event) -> Sequence[Rsvp]:
    """Give everyone who is going and has asked to be reminded."""
    return session.scalars(_going(event).where(Rsvp.wants_reminders)).all()


def events_to_thank(now: datetime) -> Sequence[int]:
    """Give the events after which people are thanked now."""
    earliest = now - LATEST - LONGEST_WAIT
    query = _with_plans().where(Event.ends_at <= now, Event.ends_at > earliest)
    return [
        event.id
        for event, plan in session.execute(query.order_by(Event.ends_at, Event.id))
        if event.ends_at and is_thanked_now(event.ends_at, event.zone, now) and (plan is None or plan.thanks)
    ]


def people_to_thank(event: Event, limit: int) -> Sequence[Rsvp]:
    """Give some who were going and have not been thanked, held against change."""
    query = _going(event).where(~exists().where(Thanks.rsvp_id == Rsvp.id), Rsvp.name != "")
    return session.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()


def ticket_by_token(token: str, now: datetime) -> FeedbackTicket | None:
    """Give the ticket that a link stands for, while it can be used."""
    query = select(FeedbackTicket).where(
        FeedbackTicket.token_hash == token_hash(token), FeedbackTicket.valid_until > now
    )
    return session.scalar(query)


def shown_answers(event: Event) -> Sequence[FeedbackAnswer]:
    """Give the answers that have come into view."""
    query = select(FeedbackAnswer).where(FeedbackAnswer.event_id == event.id, FeedbackAnswer.is_shown)
    return session.scalars(query.order_by(FeedbackAnswer.id)).all()


def hidden_count(event_id: int) -> int:
    """Count the answers that are hidden."""
    query = select(func.count()).where(FeedbackAnswer.event_id == event_id, ~FeedbackAnswer.is_shown)
    return session.scalar(query) or 0


def events_with_hidden() -> Sequence[int]:
    """Give the events with answers that are hidden."""
    query = select(FeedbackAnswer.event_id).where(~FeedbackAnswer.is_shown).distinct()
    return session.scalars(query.order_by(FeedbackAnswer.event_id)).all()


def events_closed(now: datetime) -> Select[int]:
    """Give, for use in other queries, the events that nobody can answer about any more."""
    return select(Event.id).where(Event.ends_at < now - OPEN_FOR - LATEST - LONGEST_WAIT)


def _due(event: Event, plan: LetterPlan | None, now: datetime) -> int | None:
    if event.status is not EventStatus.PUBLISHED or event.starts_at is None:
        return None
    moments, since = (plan.hours, plan.changed_at) if plan else (USUAL, None)
    return due_reminder(moments, event.starts_at, now, since=since)


def _with_plans() -> Select[Event, LetterPlan]:
    query = select(Event, LetterPlan).outerjoin(LetterPlan, LetterPlan.event_id == Event.id)
    return query.where(Event.status == EventStatus.PUBLISHED)


def _going(event: Event) -> Select[Rsvp]:
    return select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.status == RsvpStatus.GOING).order_by(Rsvp.id)
