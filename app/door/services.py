"""Give the door to devices, and write down what they tell."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, format_moment
from app.core.tokens import new_token, token_hash
from app.door.models import Conflict, DoorEntry, DoorLink, EntryKind
from app.door.queries import BookPages, door_book
from app.door.rules import (
    CLOSES_AFTER,
    NAMES_KEPT,
    PIN_DIGITS,
    Entry,
    clock_off,
    closes_at,
    conflict_of,
    lock_after,
    put_right,
)
from app.events.models import Event, Way
from app.events.queries import locked_event
from app.organisations.models import Organisation
from app.rsvps.services import give_back, move_up, take_spots

#: A PIN is short, so what slows down guessing is the lock after a few; the hash is a second wall.
_HASHER = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)


@dataclass(frozen=True)
class Keeper:
    """Who keeps the door: someone signed in, or a device by a link."""

    user: User | None = None
    link: DoorLink | None = None


@dataclass(frozen=True)
class NewLink:
    """A link as it is made: the only moment at which its PIN is known."""

    link: DoorLink
    pin: str


@dataclass(frozen=True)
class Told:
    """What became of one thing that a device told."""

    client_id: str
    conflict: Conflict | None
    is_repeated: bool = False


def make_link(event: Event, name: str, *, by: User, on_behalf_of: Organisation | None = None) -> NewLink:
    """Make a link with a PIN for one or more devices; it ends with the event."""
    token, pin = new_token(), "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))
    link = DoorLink(
        event_id=event.id,
        name=name,
        token=token,
        token_hash=token_hash(token),
        pin_hash=_HASHER.hash(pin),
        made_by_id=by.id,
        created_at=clock.now(),
        expires_at=closes_at(event.ends_at) or clock.now() + CLOSES_AFTER,
    )
    session.add(link)
    record(Action.DOOR_LINK_MADE, event, by=by, on_behalf_of=on_behalf_of, detail={"name": name})
    session.flush()
    return NewLink(link, pin)


def end_link(link: DoorLink, *, by: User) -> None:
    """End a link: its devices see and tell nothing any more. Twice is once."""
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        record(Action.DOOR_LINK_ENDED, link.event, by=by, detail={"name": link.name})


def try_pin(link: DoorLink, pin: str) -> bool:
    """Tell whether a PIN is right, and count wrong ones; raise Refused while the link is locked."""
    query = select(DoorLink).where(DoorLink.id == link.id).with_for_update()
    held = session.scalars(query.execution_options(populate_existing=True)).one()
    now = clock.now()
    if held.locked_until is not None and now < held.locked_until:
        raise Refused(
            _(
                "There were too many wrong PINs. Try again after %(moment)s,"
                " or ask the organisers for a new link.",
                moment=format_moment(held.locked_until, held.event.zone),
            )
        )
    try:
        _HASHER.verify(held.pin_hash, "".join(pin.split()))
    except VerifyMismatchError:
        held.failures += 1
        held.locked_until = lock_after(held.failures, now)
        return False
    held.failures, held.locked_until, held.opened_at = 0, None, now
    return True


def write_down(
    event: Event, entries: Sequence[Entry], keeper: Keeper, *, sent_at: datetime | None = None
) -> list[Told]:
    """Write down what happened at the door, each once, whatever does not fit; in the order it is told.

    The event's row is held meanwhile: what devices tell at the same moment is taken one after the other,
    so that each sees what the others have told, and entries come into view in the order of their numbers.
    """
    held = locked_event(event.id)
    off = clock_off(sent_at, clock.now()) if sent_at else timedelta(0)
    book = _Book(held, keeper, off, door_book(held, entries))
    told = [book.write(entry) for entry in entries]
    session.flush()
    return told


def forget_walk_ins() -> None:
    """Forget how people who had not replied were called, and the links, two weeks after the event."""
    over = select(Event.id).where(Event.ends_at < clock.now() - NAMES_KEPT)
    session.execute(
        update(DoorEntry)
        .where(DoorEntry.event_id.in_(over), DoorEntry.name != "")
        .values(name="")
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(DoorEntry)
        .where(DoorEntry.event_id.in_(over), DoorEntry.link_id.is_not(None))
        .values(link_id=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(DoorLink).where(DoorLink.event_id.in_(over)).execution_options(synchronize_session=False)
    )


class _Book:
    """The book at the door while a batch is written into it; the event is held."""

    def __init__(self, event: Event, keeper: Keeper, off: timedelta, pages: BookPages) -> None:
        self._event, self._keeper, self._off = event, keeper, off
        self._known, self._replies = dict(pages.entries), pages.replies
        self._here = Counter(pages.here)

    def write(self, entry: Entry) -> Told:
        """Write one thing down; a second time changes nothing."""
        first = self._known.get(entry.client_id)
        if first is not None:
            return Told(entry.client_id, first.conflict, is_repeated=True)
        written = self._line(entry)
        if entry.kind is EntryKind.ARRIVED:
            self._let_in(written)
        elif entry.kind is EntryKind.WALKED_IN:
            self._let_in_without_reply(written)
        else:
            self._take_back(written)
        session.add(written)
        self._known[entry.client_id] = written
        return Told(entry.client_id, written.conflict)

    def _line(self, entry: Entry) -> DoorEntry:
        now, user, link = clock.now(), self._keeper.user, self._keeper.link
        return DoorEntry(
            event_id=self._event.id,
            client_id=entry.client_id,
            kind=entry.kind,
            rsvp_id=entry.rsvp_id,
            people=entry.people,
            name=entry.name,
            undoes=entry.undoes,
            is_undone=False,
            has_spots=False,
            at=put_right(entry.at, self._off, now),
            clock_off_seconds=int(self._off.total_seconds()),
            received_at=now,
            by_id=user.id if user else None,
            link_id=link.id if link else None,
        )

    def _let_in(self, written: DoorEntry) -> None:
        """Let people in by their reply; one that is no reply to this event is nobody's."""
        reply = self._replies.get(written.rsvp_id or 0)
        if reply is None:
            written.rsvp_id = None
            written.conflict = conflict_of(written.kind, None, 0, written.people)
            return
        self._here[reply.id] += written.people
        written.conflict = conflict_of(written.kind, reply.status, reply.party_size, self._here[reply.id])

    def _let_in_without_reply(self, written: DoorEntry) -> None:
        """Give places to who had not replied, if there are any; let them in all the same."""
        written.has_spots = take_spots(self._event.id, Way.IN_PERSON, written.people)
        written.conflict = None if written.has_spots else Conflict.FULL

    def _take_back(self, written: DoorEntry) -> None:
        """Take an entry back, once, with the places that it was given."""
        undone = self._known.get(written.undoes or "")
        if undone is None or undone.is_undone or undone.kind is EntryKind.UNDONE:
            written.conflict = Conflict.NOTHING_TO_UNDO
            return
        undone.is_undone = True
        written.rsvp_id, written.people = undone.rsvp_id, undone.people
        if undone.rsvp_id is not None:
            self._here[undone.rsvp_id] -= undone.people
        if undone.has_spots:
            undone.has_spots = False
            session.flush()
            give_back(self._event.id, Way.IN_PERSON, undone.people)
            move_up(self._event.id)
