"""Read the door: who is expected, who has come, and what does not fit together."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, true
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.core.database import session
from app.core.i18n import _
from app.core.tokens import token_hash
from app.door.models import DoorEntry, DoorLink, EntryKind
from app.door.rules import Entry, first_name
from app.events.models import Event, Way
from app.rsvps.facts import WhoArrived
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import everything_of
from app.rsvps.rules.codes import reply_part

PAGE_LENGTH = 100
#: What an entry adds to the people who are here.
_HERE = case((DoorEntry.kind == EntryKind.UNDONE, -DoorEntry.people), else_=DoorEntry.people)


@dataclass(frozen=True)
class Guest:
    """Someone who is expected: so little that a lost phone tells hardly anything."""

    id: int
    name: str
    party_size: int
    here: int
    #: What is kept of the reply's link, from which its code follows.
    token_hash: str

    @property
    def left(self) -> int:
        """Give how many of the party are still to come."""
        return max(0, self.party_size - self.here)

    @property
    def first_name(self) -> str:
        """Give what is called out."""
        return first_name(self.name)

    def code_hash(self, salt: str) -> str:
        """Give by what a device knows the code again without knowing it."""
        return hashed_code(reply_part(self.token_hash), salt)


@dataclass(frozen=True)
class DoorCounts:
    """How many people are expected and here, and how many came without a reply."""

    expected: int
    here: int
    walked_in: int


@dataclass(frozen=True)
class KnownReply:
    """What the book needs of a reply to the event."""

    id: int
    status: RsvpStatus
    party_size: int


@dataclass(frozen=True)
class BookPages:
    """What is known when a batch is written down: entries by their devices' numbers, replies, who is here."""

    entries: Mapping[str, DoorEntry]
    replies: Mapping[int, KnownReply]
    here: Mapping[int, int]


def hashed_code(part: str, salt: str) -> str:
    """Hash the reply's part of a code for one link's devices."""
    return hashlib.sha256(f"{salt}:{part}".encode()).hexdigest()[:32]


def link_by_token(token: str) -> DoorLink | None:
    """Give the link that an address stands for, with its event and who made it."""
    query = select(DoorLink).where(DoorLink.token_hash == token_hash(token))
    return session.scalar(query.options(joinedload(DoorLink.event), joinedload(DoorLink.made_by)))


def links_of(event: Event) -> Sequence[DoorLink]:
    """Give the links of an event that have not been ended, newest first."""
    query = select(DoorLink).where(DoorLink.event_id == event.id, DoorLink.revoked_at.is_(None))
    return session.scalars(query.order_by(DoorLink.id.desc())).all()


def link_of_event(event: Event, link_id: int) -> DoorLink | None:
    """Give a link of this event by its number; never one of another event."""
    return session.scalar(select(DoorLink).where(DoorLink.id == link_id, DoorLink.event_id == event.id))


def guests(event: Event, upto: int | None = None) -> list[Guest]:
    """Give everyone who is expected in person, by name, and who was here at some entry (or is now)."""
    query = (
        select(Rsvp.id, Rsvp.name, Rsvp.party_size, Rsvp.token_hash)
        .where(Rsvp.event_id == event.id, Rsvp.status == RsvpStatus.GOING, Rsvp.way == Way.IN_PERSON)
        .order_by(func.lower(Rsvp.name), Rsvp.id)
    )
    came = here_by_reply(event, upto)
    return [
        Guest(number, name, size, came.get(number, 0), hashed)
        for number, name, size, hashed in session.execute(query)
    ]


def here_by_reply(
    event: Event, upto: int | None = None, *, of: Collection[int] | None = None
) -> Mapping[int, int]:
    """Give how many people of each reply (or only of some) are here, or were at some entry."""
    query = (
        select(DoorEntry.rsvp_id, func.sum(_HERE))
        .where(DoorEntry.event_id == event.id, DoorEntry.rsvp_id.is_not(None), _until(upto))
        .where(true() if of is None else DoorEntry.rsvp_id.in_(of))
        .group_by(DoorEntry.rsvp_id)
    )
    return {number: int(people) for number, people in session.execute(query) if number is not None}


def who_arrived(question: WhoArrived) -> Collection[int]:
    """Answer which replies to an event brought someone to the door."""
    return [number for number, people in here_by_reply(question.event).items() if people > 0]


def door_book(event: Event, entries: Collection[Entry]) -> BookPages:
    """Give all that must be known to write a batch down; for who holds the event: three queries."""
    numbers = {entry.client_id for entry in entries} | {entry.undoes for entry in entries if entry.undoes}
    known = select(DoorEntry).where(DoorEntry.event_id == event.id, DoorEntry.client_id.in_(numbers))
    found = session.scalars(known.execution_options(populate_existing=True)).all()
    named = [*(entry.rsvp_id for entry in entries), *(entry.rsvp_id for entry in found)]
    rsvps = {number for number in named if number is not None}
    replies = select(Rsvp.id, Rsvp.status, Rsvp.party_size).where(
        Rsvp.event_id == event.id, Rsvp.id.in_(rsvps)
    )
    return BookPages(
        {entry.client_id: entry for entry in found},
        {number: KnownReply(number, status, size) for number, status, size in session.execute(replies)},
        here_by_reply(event, of=rsvps),
    )


def door_counts(event: Event, found: Sequence[Guest], upto: int | None = None) -> DoorCounts:
    """Count the people who are expected, here, and here without a reply."""
    expected = sum(guest.party_size for guest in found)
    with_reply = case((DoorEntry.rsvp_id.is_(None), 0), else_=_HERE)
    query = select(func.coalesce(func.sum(_HERE), 0), func.coalesce(func.sum(with_reply), 0))
    here, replied = session.execute(query.where(DoorEntry.event_id == event.id, _until(upto))).one()
    return DoorCounts(expected, int(here), int(here) - int(replied))


def entries_after(event: Event, cursor: int) -> Sequence[DoorEntry]:
    """Give what happened at the door after some entry."""
    query = select(DoorEntry).where(DoorEntry.event_id == event.id, DoorEntry.id > cursor)
    return session.scalars(query.order_by(DoorEntry.id)).all()


def newest_entry(event: Event) -> int:
    """Give the number of the newest entry; 0 for none."""
    return session.scalar(select(func.max(DoorEntry.id)).where(DoorEntry.event_id == event.id)) or 0


def recent_entries(event: Event, limit: int = 20) -> Sequence[DoorEntry]:
    """Give what happened last, newest first, with replies."""
    query = select(DoorEntry).where(DoorEntry.event_id == event.id).options(joinedload(DoorEntry.rsvp))
    return session.scalars(query.order_by(DoorEntry.id.desc()).limit(limit)).all()


def conflicts(event: Event) -> Sequence[DoorEntry]:
    """Give what does not fit together, newest first."""
    query = select(DoorEntry).where(
        DoorEntry.event_id == event.id, DoorEntry.conflict.is_not(None), DoorEntry.is_undone.is_(False)
    )
    return session.scalars(query.options(joinedload(DoorEntry.rsvp)).order_by(DoorEntry.id.desc())).all()


def last_arrivals(event: Event, rsvp_ids: Sequence[int]) -> Mapping[int, str]:
    """Give, by reply, the device's number of its last arrival that was not taken back."""
    query = select(DoorEntry.rsvp_id, DoorEntry.client_id).where(
        DoorEntry.event_id == event.id,
        DoorEntry.rsvp_id.in_(rsvp_ids),
        DoorEntry.kind == EntryKind.ARRIVED,
        DoorEntry.is_undone.is_(False),
    )
    rows = session.execute(query.order_by(DoorEntry.id))
    return {number: client_id for number, client_id in rows if number is not None}


def personal_data(question: PersonalData) -> DataPart:
    """Answer what the door keeps about someone."""
    replies = {rsvp.id: rsvp.event.title for rsvp in everything_of(question.user)}
    query = select(DoorEntry).where(DoorEntry.rsvp_id.in_(replies)).order_by(DoorEntry.id)
    rows = [
        {
            "event": replies.get(entry.rsvp_id or 0, ""),
            "what": entry.kind.value,
            "people": entry.people,
            "at": entry.at.isoformat(),
        }
        for entry in session.scalars(query)
    ]
    return DataPart("arrivals", _("When you came to events"), rows)


def _until(entry_id: int | None) -> ColumnElement[bool]:
    return true() if entry_id is None else DoorEntry.id <= entry_id
