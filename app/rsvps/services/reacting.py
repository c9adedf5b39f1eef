"""What happens to replies when events or people change; run inside the transaction that caused it."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import delete, or_, update

from app.accounts.facts import AddressConfirmed, UserErased
from app.core import clock
from app.core.database import session
from app.core.text import canonical_email
from app.core.tokens import new_token, token_hash
from app.events.facts import (
    EventCancelled,
    EventChanged,
    EventPostponed,
    EventPublished,
    EventWithdrawn,
    SeriesChanged,
)
from app.outbox.services import post
from app.rsvps import emails
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus, Wishes
from app.rsvps.queries import (
    concerned,
    concerned_by,
    events_long_over,
    everything_of,
    known_guests,
    locked,
)
from app.rsvps.rules import CURRENT, is_news
from app.rsvps.services.changing import end
from app.rsvps.services.lapsing import run_anew
from app.rsvps.services.waiting import move_up


def tell_of_change(fact: EventChanged) -> None:
    """Tell everyone who is going or waits what is different now, if it matters to them."""
    if not fact.in_series and not fact.event.is_past and is_news(tuple(fact.after)):
        for rsvp in concerned(fact.event):
            post(emails.changed(rsvp, fact.event, fact.before))


def tell_of_series(fact: SeriesChanged) -> None:
    """Tell everyone who goes to dates that changed together, or waits, in one mail each."""
    before: dict[int, Mapping[str, Any] | None] = {
        event.id: was for event, was in fact.changed if is_news(tuple(was)) and not event.is_past
    }
    before |= {event.id: None for event in fact.cancelled}
    events = [
        event for event in (*(each for each, _was in fact.changed), *fact.cancelled) if event.id in before
    ]
    for _person, replies in groupby(concerned_by(events), key=lambda rsvp: rsvp.email_key):
        news = [emails.DateNews(rsvp, before[rsvp.event_id]) for rsvp in replies]
        post(emails.series_changed(news, fact.series.title, fact.reason))


def tell_of_cancellation(fact: EventCancelled) -> None:
    """Tell everyone who is going or waits that the event will not take place."""
    if fact.in_series:
        return
    for rsvp in concerned(fact.event):
        post(emails.cancelled(rsvp, fact.event, fact.reason))


def tell_of_postponement(fact: EventPostponed) -> None:
    """Tell everyone who is going or waits that the event moves to a later day."""
    for rsvp in concerned(fact.event):
        post(emails.postponed(rsvp, fact.event, fact.reason))


def tell_of_withdrawal(fact: EventWithdrawn) -> None:
    """Tell everyone who is going or waits that the hosts have taken the event back."""
    for rsvp in concerned(fact.event):
        post(emails.cancelled(rsvp, fact.event, ""))


def fill_places(fact: EventChanged | EventPublished) -> None:
    """Let the waiting list move when there is more room, another way of coming, or a date again."""
    if isinstance(fact, EventChanged) and "starts_local" in fact.after:
        run_anew(fact.event)
    move_up(fact.event.id)


def link_replies(fact: AddressConfirmed) -> None:
    """Give someone the replies that they made by address before they had an account."""
    session.execute(
        update(Rsvp)
        .where(Rsvp.user_id.is_(None), Rsvp.email_key == canonical_email(fact.user.email))
        .values(user_id=fact.user.id)
    )


def forget_person(fact: UserErased) -> None:
    """End someone's replies to what is still to come, and take their name off the others.

    Events are held in the order in which those hold them who answer for several dates.
    """
    for reply in sorted(everything_of(fact.user), key=lambda each: (each.event_id, each.id)):
        rsvp = locked(reply.id)
        if rsvp.status in CURRENT and not rsvp.event.is_past:
            end(rsvp)
        anonymise(rsvp)


def anonymise(rsvp: Rsvp) -> None:
    """Keep of a reply only that someone replied, so that counts stay true."""
    session.execute(delete(RsvpConsent).where(RsvpConsent.rsvp_id == rsvp.id))
    token = new_token()
    rsvp.user = None
    rsvp.name, rsvp.email, rsvp.email_key = "", "", f"erased:{rsvp.id}"
    rsvp.token, rsvp.token_hash = token, token_hash(token)
    rsvp.access_needs, rsvp.answers, rsvp.removed_reason = None, {}, None
    rsvp.wishes = Wishes()
    rsvp.changed_at = clock.now()


def forget_needs() -> None:
    """Delete what people wrote about access, and replies that were never confirmed, two weeks after."""
    over = events_long_over()
    never_confirmed = (Rsvp.status == RsvpStatus.WAITLISTED) & Rsvp.confirmed_at.is_(None)
    session.execute(
        update(Rsvp)
        .where(Rsvp.event_id.in_(over), Rsvp.access_needs.is_not(None))
        .values(access_needs=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(Rsvp)
        .where(Rsvp.event_id.in_(over), or_(Rsvp.status == RsvpStatus.LAPSED, never_confirmed))
        .execution_options(synchronize_session=False)
    )


def forget_guests(event_id: int, batch: int = 200) -> bool:
    """Keep only the number of some of an event's guests; tell whether any were left to forget."""
    found = known_guests(event_id, batch)
    for rsvp in found:
        anonymise(rsvp)
    return bool(found)
