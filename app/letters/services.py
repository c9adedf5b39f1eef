"""Writes: remind, thank, take answers.

A letter's row and the letter itself are written in one transaction, and the row's key is unique: however
a worker dies, and however many there are, nobody gets it twice and nobody misses it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, update

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import insert, session
from app.core.errors import Invalid, Refused
from app.core.i18n import _
from app.core.tokens import new_token, token_hash
from app.events.facts import EventChanged
from app.events.models import Event
from app.events.queries import locked_event
from app.letters import emails
from app.letters.models import FeedbackAnswer, FeedbackTicket, LetterPlan, Mood, Reminder, Thanks, Welcome
from app.letters.queries import (
    due_now,
    events_closed,
    hidden_count,
    moments_of,
    people_to_remind,
    people_to_thank,
    plan_of,
    reminded_people,
)
from app.letters.rules.reminding import MOMENTS, occasion_of, passed
from app.letters.rules.showing import may_show
from app.letters.rules.thanking import OPEN_FOR
from app.organisations.models import Organisation
from app.outbox.services import post
from app.rsvps.models import Rsvp

BATCH = 100
WHEN = frozenset({"starts_local", "starts_fold", "zone"})


@dataclass(frozen=True)
class Feedback:
    """What someone answered; each of it may be left out."""

    mood: Mood | None = None
    welcome: Welcome | None = None
    words: str = ""


def set_plan(
    event: Event, moments: Collection[int], *, thanks: bool, by: User, on_behalf_of: Organisation
) -> None:
    """Choose when people are reminded, and whether they are thanked."""
    locked_event(event.id)
    hours = sorted(set(moments) & set(MOMENTS), reverse=True)
    plan, usual = plan_of(event), list(moments_of(event))
    if (hours, thanks) == (usual, plan.thanks if plan else True):
        return
    if plan is None:
        plan = LetterPlan(event=event)
        session.add(plan)
    plan.hours, plan.thanks, plan.changed_at = hours, thanks, clock.now()
    detail = {"hours": hours, "thanks": thanks}
    record(Action.EVENT_LETTERS_SET, event, by=by, on_behalf_of=on_behalf_of, detail=detail)


def remind(event_id: int) -> int:
    """Send the reminder that is due to some who have not had it; give to how many."""
    event = session.get_one(Event, event_id, populate_existing=True, with_for_update={"read": True})
    hours = due_now(event, clock.now())
    if hours is None:
        return 0
    people = people_to_remind(event, hours, BATCH)
    for rsvp in people:
        if _note(rsvp, hours, event, is_sent=True):
            post(emails.reminder(rsvp, event))
    return len(people)


def pass_over(fact: EventChanged) -> None:
    """When an event moves: what would have been due by now is not sent, as they hear of the change itself."""
    event = fact.event
    if event.starts_at is None or WHEN.isdisjoint(fact.after):
        return
    over = passed(moments_of(event), event.starts_at, clock.now())
    for rsvp in reminded_people(event) if over else ():
        for hours in over:
            _note(rsvp, hours, event, is_sent=False)


def thank(event_id: int) -> int:
    """Thank some who were going, and give each a ticket to answer with; give how many."""
    event = session.get_one(Event, event_id, populate_existing=True)
    people = people_to_thank(event, BATCH)
    for rsvp in people:
        row = insert(Thanks).values(rsvp_id=rsvp.id, at=clock.now()).on_conflict_do_nothing()
        if session.execute(row.returning(Thanks.rsvp_id)).first() is None:
            continue
        token = new_token()
        if post(emails.thanks(rsvp, event, token)) is not None:
            valid_until = clock.now() + OPEN_FOR
            session.add(FeedbackTicket(token_hash=token_hash(token), event=event, valid_until=valid_until))
    return len(people)


def take_feedback(token: str, feedback: Feedback) -> None:
    """Take an answer: the ticket is deleted, and nothing is kept that leads from the one to the other."""
    if not (feedback.mood or feedback.welcome or feedback.words):
        raise Invalid(_("Answer one of the questions, or simply close this page."), "mood")
    used = delete(FeedbackTicket).where(
        FeedbackTicket.token_hash == token_hash(token), FeedbackTicket.valid_until > clock.now()
    )
    event_id = session.scalar(used.returning(FeedbackTicket.event_id))
    if event_id is None:
        raise Refused(_("This link has been used, or its time is over."))
    session.add(
        FeedbackAnswer(
            id=uuid4().hex,
            event_id=event_id,
            mood=feedback.mood,
            welcome=feedback.welcome,
            words=feedback.words or None,
            is_shown=False,
        )
    )


def bring_into_view(event_id: int) -> None:
    """Let hosts see the answers that are hidden, once they are enough to hide among each other."""
    session.flush()
    locked_event(event_id)
    if may_show(hidden_count(event_id)):
        session.execute(
            update(FeedbackAnswer)
            .where(FeedbackAnswer.event_id == event_id, ~FeedbackAnswer.is_shown)
            .values(is_shown=True)
        )


def forget_tickets(now: datetime) -> None:
    """Delete the tickets that can be used no more."""
    session.execute(delete(FeedbackTicket).where(FeedbackTicket.valid_until <= now))


def forget_rests(now: datetime) -> None:
    """Delete answers too few to come into view, once no more can follow: nobody will ever read them."""
    session.execute(
        delete(FeedbackAnswer)
        .where(~FeedbackAnswer.is_shown, FeedbackAnswer.event_id.in_(events_closed(now)))
        .execution_options(synchronize_session=False)
    )


def _note(rsvp: Rsvp, hours: int, event: Event, *, is_sent: bool) -> bool:
    """Write a reminder down; tell whether it was not there before."""
    row = insert(Reminder).values(
        rsvp_id=rsvp.id, hours=hours, occasion=occasion_of(event), is_sent=is_sent, at=clock.now()
    )
    return session.execute(row.on_conflict_do_nothing().returning(Reminder.id)).first() is not None
