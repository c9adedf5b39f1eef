"""Read replies: one's own, and those that hosts see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import User
from app.calendars.queries import PersonalEntry, Standing
from app.core import clock
from app.core.database import among, session
from app.core.i18n import _
from app.core.text import canonical_email
from app.core.tokens import token_hash
from app.events.models import Event, EventStatus
from app.organisations.models import Organisation
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus
from app.rsvps.rules import CURRENT, GUESTS_KEPT, HOLDING, NEEDS_KEPT, Room

PAGE_LENGTH = 50
#: What a calendar has to know of a reply; any other has ended.
STANDING = {
    RsvpStatus.GOING: Standing.GOING,
    RsvpStatus.PENDING: Standing.PENDING,
    RsvpStatus.OFFERED: Standing.PENDING,
    RsvpStatus.WAITLISTED: Standing.WAITLISTED,
}

#: Built once: the one is asked for every event page of someone signed in, the other with every reply.
_CURRENT = (
    select(Rsvp.id)
    .where(
        Rsvp.event_id == bindparam("event_id"),
        Rsvp.email_key == bindparam("email_key"),
        or_(among(Rsvp.status, CURRENT), Rsvp.removed_reason.is_not(None)),
    )
    .order_by(Rsvp.id.desc())
    .limit(1)
)
_OWN = (
    select(Rsvp)
    .where(
        Rsvp.user_id == bindparam("user_id"),
        Rsvp.event_id == bindparam("event_id"),
        among(Rsvp.status, CURRENT),
    )
    .order_by(Rsvp.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class ReplyCounts:
    """How many replies and people there are, and how much room."""

    replies: Mapping[RsvpStatus, int]
    people: Mapping[RsvpStatus, int]
    room: Room


@dataclass(frozen=True)
class RsvpPage:
    """A page of the hosts' list, and where the next one begins."""

    items: Sequence[Rsvp]
    next_id: int | None


@dataclass(frozen=True)
class RsvpSearch:
    """What hosts look for in their list."""

    q: str = ""
    status: RsvpStatus | None = None
    after_id: int | None = None


def rsvp_by_token(token: str) -> Rsvp | None:
    """Give the reply that a link stands for, with its event and agreement."""
    return session.scalar(
        select(Rsvp)
        .where(Rsvp.token_hash == token_hash(token))
        .options(joinedload(Rsvp.event), joinedload(Rsvp.agreement))
    )


def rsvp_of_event(event: Event, rsvp_id: int) -> Rsvp | None:
    """Give a reply to this event by its number; never one to another event."""
    return session.scalar(select(Rsvp).where(Rsvp.id == rsvp_id, Rsvp.event_id == event.id))


def current_rsvp(event_id: int, email: str) -> Rsvp | None:
    """Give the reply of an address that is in force, or the one that hosts have ended."""
    asked = {"event_id": event_id, "email_key": canonical_email(email)}
    found: int | None = session.connection().scalar(_CURRENT, asked)  # most who reply have none
    return session.get(Rsvp, found) if found else None


def consents_of(rsvp: Rsvp) -> Sequence[int]:
    """Give the ids of the organisations that may write to this person again."""
    query = select(RsvpConsent.organisation_id).where(RsvpConsent.rsvp_id == rsvp.id)
    return session.scalars(query.order_by(RsvpConsent.organisation_id)).all()


def rsvps_of(user: User) -> Sequence[Rsvp]:
    """Give someone's replies, soonest event first, with their events."""
    query = select(Rsvp).join(Rsvp.event).where(Rsvp.user_id == user.id).options(contains_eager(Rsvp.event))
    return session.scalars(query.order_by(Event.starts_at.is_(None), Event.starts_at, Rsvp.id)).all()


def calendar_entries(user: User) -> list[PersonalEntry]:
    """Give someone's replies for their calendar: for each event the one in force, else the last."""
    found: dict[int, Rsvp] = {}
    for rsvp in sorted(rsvps_of(user), key=lambda each: (each.status in CURRENT, each.id)):
        found[rsvp.event_id] = rsvp
    return [
        PersonalEntry(rsvp.event, STANDING.get(rsvp.status, Standing.ENDED), rsvp.changed_at)
        for rsvp in found.values()
    ]


def rsvp_of(user: User, event: Event) -> Rsvp | None:
    """Give someone's reply to an event that is in force."""
    return session.scalar(_OWN, {"user_id": user.id, "event_id": event.id})


def rsvps_for(event: Event, search: RsvpSearch | None = None) -> RsvpPage:
    """Give a page of the replies to an event, first reply first, narrowed by name and status."""
    found = search or RsvpSearch()
    query = select(Rsvp).where(Rsvp.event_id == event.id).order_by(Rsvp.id)
    if found.status:
        query = query.where(Rsvp.status == found.status)
    for word in found.q.split():
        query = query.where(Rsvp.name.icontains(word, autoescape=True))
    if found.after_id is not None:
        query = query.where(Rsvp.id > found.after_id)
    rows = session.scalars(query.limit(PAGE_LENGTH + 1)).all()
    items = rows[:PAGE_LENGTH]
    return RsvpPage(items, items[-1].id if len(rows) > PAGE_LENGTH else None)


def reply_counts(event: Event) -> ReplyCounts:
    """Count replies and people by status."""
    rows = session.execute(
        select(Rsvp.status, func.count(), func.coalesce(func.sum(Rsvp.party_size), 0))
        .where(Rsvp.event_id == event.id)
        .group_by(Rsvp.status)
    ).all()
    return ReplyCounts(
        {status: replies for status, replies, _people in rows},
        {status: people for status, _replies, people in rows},
        Room.of(event),
    )


def with_needs(event: Event) -> Sequence[Rsvp]:
    """Give the replies in force of people who wrote what would help them take part."""
    query = select(Rsvp).where(
        Rsvp.event_id == event.id, Rsvp.status.in_(HOLDING), Rsvp.access_needs.is_not(None)
    )
    return session.scalars(query.order_by(Rsvp.id)).all()


def needs_count(event: Event) -> int:
    """Count the replies whose access needs wait to be read, without reading any."""
    query = select(func.count()).where(
        Rsvp.event_id == event.id, Rsvp.status.in_(HOLDING), Rsvp.access_needs.is_not(None)
    )
    return session.scalar(query) or 0


def going(event: Event) -> Sequence[Rsvp]:
    """Give the replies that are going."""
    query = select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.status == RsvpStatus.GOING)
    return session.scalars(query.order_by(Rsvp.id)).all()


def consenting(event: Event, organisation: Organisation) -> frozenset[int]:
    """Give the ids of the replies whose people let a host write to them, from an address that is theirs."""
    query = select(Rsvp.id).join(RsvpConsent, RsvpConsent.rsvp_id == Rsvp.id)
    query = query.where(Rsvp.event_id == event.id, Rsvp.confirmed_at.is_not(None))
    return frozenset(session.scalars(query.where(RsvpConsent.organisation_id == organisation.id)))


def concerned(event: Event) -> Sequence[Rsvp]:
    """Give the replies of everyone who must hear what becomes of an event: who is going, and who waits."""
    query = select(Rsvp).where(Rsvp.event_id == event.id, is_concerned())
    return session.scalars(query.order_by(Rsvp.id)).all()


def is_concerned() -> ColumnElement[bool]:
    """Match the replies of people who must hear what becomes of an event."""
    statuses = (RsvpStatus.GOING, RsvpStatus.OFFERED, RsvpStatus.WAITLISTED)
    return and_(Rsvp.status.in_(statuses), Rsvp.confirmed_at.is_not(None), is_known())


def is_known() -> ColumnElement[bool]:
    """Match the replies of which more than the number is kept."""
    return Rsvp.email != ""


def lapsing(now: datetime, limit: int = 500) -> Sequence[int]:
    """Give the ids of replies that were not confirmed, and of offers not answered, in time.

    While the date of an event is open nobody can answer, so nothing ends.
    """
    query = select(Rsvp.id).join(Rsvp.event)
    query = query.where(*_is_overdue(now), Event.status != EventStatus.POSTPONED)
    return session.scalars(query.order_by(Rsvp.event_id, Rsvp.id).limit(limit)).all()


def overdue_in(event: Event, now: datetime) -> Sequence[Rsvp]:
    """Give the same replies of one event, whatever its status, held but for those that someone else holds.

    For who holds the event: whoever holds a reply may wait for that.
    """
    query = select(Rsvp).where(Rsvp.event_id == event.id, *_is_overdue(now)).order_by(Rsvp.id)
    held = query.with_for_update(key_share=True, skip_locked=True)
    return session.scalars(held.execution_options(populate_existing=True)).all()


def _is_overdue(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Rsvp.status.in_((RsvpStatus.PENDING, RsvpStatus.OFFERED)), Rsvp.held_until < now


def events_long_over() -> Select[int]:
    """Give, for use in other queries, the events whose replies' needs are not needed any more."""
    return _over_for(NEEDS_KEPT)


def events_with_old_guests() -> Sequence[int]:
    """Give the events of which only the number of guests is kept from now on."""
    query = select(Rsvp.event_id).where(Rsvp.event_id.in_(_over_for(GUESTS_KEPT)), is_known())
    return session.scalars(query.distinct()).all()


def known_guests(event_id: int, limit: int) -> Sequence[Rsvp]:
    """Give some of the replies to an event that tell whose they are, held against change."""
    query = select(Rsvp).where(Rsvp.event_id == event_id, is_known()).order_by(Rsvp.id).limit(limit)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def _over_for(time: timedelta) -> Select[int]:
    before = clock.now() - time
    cancelled = (Event.status == EventStatus.CANCELLED) & (Event.cancelled_at < before)
    return select(Event.id).where(or_(Event.ends_at < before, cancelled))


def everything_of(user: User) -> Sequence[Rsvp]:
    """Give all replies that are someone's: linked, or made with an address that they have confirmed."""
    mine = Rsvp.user_id == user.id
    if user.confirmed_at is not None:
        mine = or_(mine, Rsvp.email_key == canonical_email(user.email))
    return session.scalars(select(Rsvp).where(mine).options(joinedload(Rsvp.event)).order_by(Rsvp.id)).all()


def personal_data(question: PersonalData) -> DataPart:
    """Answer what replies keep about someone."""
    found = everything_of(question.user)
    consents = _consenting_names(found)
    rows = [
        {
            "event": rsvp.event.title,
            "starts_at": rsvp.event.starts_at.isoformat() if rsvp.event.starts_at else None,
            "status": rsvp.status.value,
            "name": rsvp.name,
            "email": rsvp.email,
            "party_size": rsvp.party_size,
            "way": rsvp.way.value,
            "access_needs": rsvp.access_needs,
            "answers": rsvp.answers,
            "mail_wanted": asdict(rsvp.wishes),
            "hosts_that_may_write": consents[rsvp.id],
            "replied_at": rsvp.created_at.isoformat(),
            "confirmed_at": rsvp.confirmed_at.isoformat() if rsvp.confirmed_at else None,
        }
        for rsvp in found
    ]
    return DataPart("replies", _("Your replies to events"), rows)


def _consenting_names(rsvps: Sequence[Rsvp]) -> Mapping[int, list[str]]:
    """Give, by reply, what the hosts are called that may write to its person again."""
    query = select(RsvpConsent.rsvp_id, Organisation.name).join(RsvpConsent.organisation)
    query = query.where(RsvpConsent.rsvp_id.in_([each.id for each in rsvps])).order_by(Organisation.id)
    names: dict[int, list[str]] = defaultdict(list)
    for rsvp_id, name in session.execute(query):
        names[rsvp_id].append(name)
    return names
