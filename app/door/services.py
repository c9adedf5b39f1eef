"""Give the door to devices, and write down what they tell."""

import secrets
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
from app.core.database import insert, session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.core.tokens import new_token, token_hash
from app.door.models import Conflict, DoorEntry, DoorLink, EntryKind
from app.door.queries import entry_by_client_id, here_of
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
from app.organisations.models import Organisation
from app.rsvps.models import Rsvp
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
        raise Refused(_("There were too many wrong PINs. Wait a quarter of an hour, then try again."))
    try:
        _HASHER.verify(held.pin_hash, pin.strip())
    except VerifyMismatchError:
        held.failures += 1
        held.locked_until = lock_after(held.failures, now)
        return False
    held.failures, held.locked_until, held.opened_at = 0, None, now
    return True


def write_down(
    event: Event, entries: Sequence[Entry], keeper: Keeper, *, sent_at: datetime | None = None
) -> list[Told]:
    """Write down what happened at the door, each once, whatever does not fit; in the order it is told."""
    now = clock.now()
    off = clock_off(sent_at, now) if sent_at else timedelta(0)
    told = [_write(event, entry, keeper, off) for entry in entries]
    if any(not each.is_repeated for each in told):
        touch(f"door:{event.id}")
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


def _write(event: Event, entry: Entry, keeper: Keeper, off: timedelta) -> Told:
    undone = entry_by_client_id(event.id, entry.undoes) if entry.undoes else None
    can_undo = undone is not None and not undone.is_undone and undone.kind is not EntryKind.UNDONE
    rsvp = _rsvp(event, entry.rsvp_id)
    values = {
        "event_id": event.id,
        "client_id": entry.client_id,
        "kind": entry.kind,
        "rsvp_id": rsvp.id if rsvp else None,
        "people": entry.people,
        "name": entry.name,
        "undoes": entry.undoes,
        "is_undone": False,
        "has_spots": False,
        "conflict": _conflict(event, entry, rsvp),
        "at": put_right(entry.at, off, clock.now()),
        "clock_off_seconds": int(off.total_seconds()),
        "received_at": clock.now(),
        "by_id": keeper.user.id if keeper.user else None,
        "link_id": keeper.link.id if keeper.link else None,
    }
    if entry.kind is EntryKind.UNDONE:
        values |= {"rsvp_id": None, "people": 0, "conflict": Conflict.NOTHING_TO_UNDO}
        if undone is not None and can_undo:
            values |= {"rsvp_id": undone.rsvp_id, "people": undone.people, "conflict": None}
    number = _insert_once(values)
    if number is None:
        first = entry_by_client_id(event.id, entry.client_id)
        return Told(entry.client_id, first.conflict if first else None, is_repeated=True)
    conflict = values["conflict"]
    if entry.kind is EntryKind.WALKED_IN:
        conflict = _take_for_walk_in(event, number, entry.people)
    elif undone is not None and can_undo:
        _undo(event, undone)
    return Told(entry.client_id, conflict if isinstance(conflict, Conflict) else None)


def _insert_once(values: dict[str, object]) -> int | None:
    """Add an entry; None when its device has told it before."""
    statement = insert(DoorEntry).values(**values)
    once = statement.on_conflict_do_nothing(index_elements=[DoorEntry.event_id, DoorEntry.client_id])
    return session.execute(once.returning(DoorEntry.id)).scalar_one_or_none()


def _rsvp(event: Event, rsvp_id: int | None) -> Rsvp | None:
    if rsvp_id is None:
        return None
    return session.scalar(select(Rsvp).where(Rsvp.id == rsvp_id, Rsvp.event_id == event.id))


def _conflict(event: Event, entry: Entry, rsvp: Rsvp | None) -> Conflict | None:
    here = here_of(event.id, rsvp.id) if rsvp else 0
    party = rsvp.party_size if rsvp else 0
    return conflict_of(entry.kind, rsvp.status if rsvp else None, party, here + entry.people)


def _take_for_walk_in(event: Event, number: int, people: int) -> Conflict | None:
    """Give places to who had not replied, if there are any; let them in all the same."""
    has_spots = take_spots(event.id, Way.IN_PERSON, people)
    conflict = None if has_spots else Conflict.FULL
    session.execute(
        update(DoorEntry)
        .where(DoorEntry.id == number)
        .values(has_spots=has_spots, conflict=conflict)
        .execution_options(synchronize_session=False)
    )
    return conflict


def _undo(event: Event, undone: DoorEntry) -> None:
    undone.is_undone = True
    if undone.has_spots:
        undone.has_spots = False
        session.flush()
        give_back(event.id, Way.IN_PERSON, undone.people)
        move_up(event.id)
