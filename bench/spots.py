"""Places and the door: 500 people move up at once, a list of 2 000 is shown, 50 scans a second are taken."""

import json
import threading
from http import HTTPStatus
from itertools import count
from time import perf_counter
from uuid import uuid4

from flask import current_app
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, insert, select

from app.accounts.models import User
from app.cohosting.queries import host_organisations
from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash
from app.core.transaction import transaction
from app.door import services as door
from app.door.models import DoorEntry, DoorLink
from app.events.facts import EventChanged
from app.events.models import Event, Way
from app.organisations.models import Membership
from app.outbox.models import Message
from app.rsvps import services
from app.rsvps.models import Rsvp, RsvpStatus
from bench.client import ask
from bench.contest import popular_event
from bench.processes import Server
from bench.report import Row, at_most
from bench.settings import CLIENTS
from bench.world import World

WAITING, PROMOTION_SECONDS = 500, 2.0
EXPECTED, SHOWN_SECONDS = 2_000, 1.0
SCANS, SCAN_SECONDS = 50, 4.0
JSON = {"Content-Type": "application/json"}


def spot_rows(world: World, server: Server, on: str) -> list[Row]:
    """Measure all three on one world."""
    return [_promotion_row(world, on), *_door_rows(world, server, on)]


def _promotion_row(world: World, on: str) -> Row:
    event_id, slug = popular_event(world, "waiting", 10)
    _fill(world, event_id, 10, RsvpStatus.GOING)
    _fill(world, event_id, WAITING, RsvpStatus.WAITLISTED)
    with world.app.app_context():
        mails = select(func.count()).where(Message.template == "rsvps/moved_up")
        before = session.scalar(mails) or 0
        began = perf_counter()
        with transaction():
            event = session.get_one(Event, event_id)
            event.taken_in_person, event.capacity_in_person = 10, 10 + WAITING
            services.fill_places(EventChanged(event, {}, {}))
        seconds = perf_counter() - began
        taken = session.scalar(select(Event.taken_in_person).where(Event.id == event_id))
        assert taken == 10 + WAITING, f"{slug}: {taken} are in"
        assert (session.scalar(mails) or 0) - before == WAITING, "each has a mail in the outbox"
    what = f"{WAITING} people move up after a capacity rises, every mail in the outbox"
    return at_most(what, on, seconds, PROMOTION_SECONDS, " s")


def _door_rows(world: World, server: Server, on: str) -> list[Row]:
    event_id, _slug = popular_event(world, "doors", EXPECTED)
    _fill(world, event_id, EXPECTED, RsvpStatus.GOING)
    with world.app.app_context():
        with transaction():
            event = session.get_one(Event, event_id)
            link = door.make_link(event, "Bench", by=_organiser(event)).link
        address, cookie = link.address, _cookie(link)
        ids = session.scalars(select(Rsvp.id).where(Rsvp.event_id == event_id)).all()
    began = perf_counter()
    page, kept = (ask(server.url(address + path), cookie) for path in ("", "/list.json"))
    shown = perf_counter() - began
    assert page.status == kept.status == HTTPStatus.OK, (page.status, kept.status)
    what = f"Door list of {EXPECTED:,} people, first shown and kept by a device"
    scans = _scans(server.url(f"{address}/entries"), cookie, ids)
    with world.app.app_context():
        written = session.scalar(select(func.count()).where(DoorEntry.event_id == event_id)) or 0
    assert written == scans, f"{scans} were answered, {written} are kept"
    per_second = scans / SCAN_SECONDS
    return [
        at_most(what, on, shown, SHOWN_SECONDS, " s"),
        Row(
            "Scans taken at the door, one by one",
            on,
            f"{per_second:,.0f}/s",
            aim=f"≥ {SCANS}/s",
            is_met=per_second >= SCANS,
        ),
    ]


def _scans(url: str, cookie: dict[str, str], ids: list[int]) -> int:
    """Let several devices scan for some seconds; give how many scans were taken."""
    taken, until, following = [0] * CLIENTS, perf_counter() + SCAN_SECONDS, count()

    def device(number: int) -> None:
        while perf_counter() < until:
            scanned = ids[next(following) % len(ids)]
            entry = {"client_id": str(uuid4()), "kind": "arrived", "rsvp": scanned, "people": 1}
            body = json.dumps({"entries": [entry], "after": 2**31 - 1}).encode()
            answer = ask(url, {**cookie, **JSON}, body)
            assert answer.status == HTTPStatus.OK, answer.status
            taken[number] += 1

    devices = [threading.Thread(target=device, args=(number,)) for number in range(CLIENTS)]
    for each in devices:
        each.start()
    for each in devices:
        each.join()
    return sum(taken)


def _fill(world: World, event_id: int, number: int, status: RsvpStatus) -> None:
    with world.app.app_context(), transaction():
        session.execute(insert(Rsvp), [_reply(event_id, each, status) for each in range(number)])


def _reply(event_id: int, number: int, status: RsvpStatus) -> dict[str, object]:
    now, token = clock.now(), new_token()
    address = f"{status.value}-{event_id}-{number}@example.org"
    return {
        "event_id": event_id,
        "email": address,
        "email_key": address,
        "name": f"Ash Green {number}",
        "way": Way.IN_PERSON,
        "status": status,
        "token": token,
        "token_hash": token_hash(token),
        "confirmed_at": now,
        "waits_since": now if status is RsvpStatus.WAITLISTED else None,
        "answers": {},
        "created_at": now,
        "changed_at": now,
    }


def _organiser(event: Event) -> User:
    """Give someone who may keep the door."""
    (host,) = host_organisations(event.cohosting_id)
    owner = select(Membership).where(Membership.organisation_id == host.id, Membership.ended_at.is_(None))
    return session.scalars(owner.limit(1)).one().user


def _cookie(link: DoorLink) -> dict[str, str]:
    """Give the cookie of a device that has shown the PIN."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="twain door")
    return {"Cookie": f"twain_door_{link.id}={signer.dumps([link.id, link.token_hash])}"}
