"""The rows of the world, as plain values, ready for bulk inserts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from app.calendars.rules.saying import EDITION
from app.cohosting.models import HeldKind, HostStatus
from app.core.tokens import token_hash
from app.events.models import AddressVisibility, Event, EventFormat, EventStatus, Way
from app.events.rules.finding import set_search_columns
from app.organisations.models import MemberRole, OrganisationStatus
from app.rsvps.models import RsvpStatus
from bench.settings import Size
from bench.world import words

Row = dict[str, Any]
Choice = TypeVar("Choice")
ZONE = ZoneInfo("Europe/London")
SEARCH_COLUMNS = ("search_words", "search_tags", "search_area", "sphere_x", "sphere_y", "sphere_z")
DAYS_BACK, DAYS_AHEAD = 120, 240
CAPACITY = 60
#: Share of the events that two organisations hold.
JOINT = 0.4


@dataclass(frozen=True)
class Moment:
    """The present of a world, and its dice."""

    now: datetime
    random: Random


def _one_of(choices: Sequence[Choice], number: int) -> Choice:
    return choices[number % len(choices)]


def users(size: Size, now: datetime) -> Iterator[Row]:
    """Give one person for each organisation."""
    for number in range(1, size.organisations + 1):
        yield {
            "id": number,
            "email": f"person{number}@example.org",
            "name": _one_of(words.NAMES, number),
            "fs_uniquifier": f"person-{number}",
            "fs_webauthn_user_handle": f"handle-{number}",
            "confirmed_at": now,
            "created_at": now,
        }


def organisations(size: Size, now: datetime) -> Iterator[Row]:
    """Give verified organisations."""
    for number in range(1, size.organisations + 1):
        yield {
            "id": number,
            "slug": f"organisation-{number}",
            "name": f"{_one_of(words.NAMES, number)}’s circle {number}",
            "purpose": " ".join(words.SENTENCES[:3]),
            "area": _one_of(words.TOWNS, number)[0],
            "status": OrganisationStatus.VERIFIED,
            "verified_at": now,
            "created_at": now,
        }


def memberships(size: Size, now: datetime) -> Iterator[Row]:
    """Make each person the owner of one organisation."""
    for number in range(1, size.organisations + 1):
        yield {
            "id": number,
            "organisation_id": number,
            "user_id": number,
            "role": MemberRole.OWNER,
            "started_at": now,
        }


def cohostings(events: Sequence[Row], now: datetime) -> Iterator[Row]:
    """Give what holds each event."""
    for event in events:
        yield {
            "id": event["id"],
            "kind": HeldKind.EVENT,
            "title": event["title"],
            "address": f"/desk/events/{event['slug']}",
            "created_at": now,
        }


def hosts(size: Size, moment: Moment) -> Iterator[Row]:
    """Give the first organisation its long feed, the others the rest, some of it jointly."""
    others = size.organisations - 1
    for number in range(1, size.events + 1):
        first = 1 if number <= size.in_feed else 2 + number % others
        held_by = [first]
        if moment.random.random() < JOINT:
            held_by.append(2 + (number * 7 + 3) % others)
        for organisation_id in dict.fromkeys(held_by):
            yield {
                "cohosting_id": number,
                "organisation_id": organisation_id,
                "status": HostStatus.ACCEPTED,
                "offered_at": moment.now,
                "answered_at": moment.now,
            }


def events(size: Size, moment: Moment) -> list[Row]:
    """Give published events, behind and ahead of us; those of the long feed are all ahead."""
    return [_event(number, moment, ahead=number <= size.in_feed) for number in range(1, size.events + 1)]


def _event(number: int, moment: Moment, *, ahead: bool) -> Row:
    random = moment.random
    day = random.randint(2 if ahead else -DAYS_BACK, DAYS_AHEAD)
    local = (moment.now + timedelta(days=day)).replace(
        hour=random.randint(9, 20), minute=0, second=0, microsecond=0, tzinfo=None
    )
    starts_at = local.replace(tzinfo=ZONE)
    area, latitude, longitude = random.choice(words.TOWNS)
    row: Row = {
        "id": number,
        "cohosting_id": number,
        "slug": f"event-{number}",
        "uid": f"event-{number}@twain.example.org",
        "status": EventStatus.PUBLISHED,
        "title": words.title(random, number),
        "summary": random.choice(words.SENTENCES),
        "description": words.description(random),
        "starts_local": local,
        "ends_local": local + timedelta(hours=2),
        "zone": ZONE.key,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "format": EventFormat.IN_PERSON,
        "place_name": f"{area} {random.choice(words.PLACES)}",
        "place_area": area,
        "place_address": f"{random.randint(1, 90)} Fern Hill, {area}",
        "latitude": latitude + random.uniform(-0.05, 0.05),
        "longitude": longitude + random.uniform(-0.05, 0.05),
        "address_visibility": random.choice((AddressVisibility.EVERYONE, AddressVisibility.GOING)),
        "capacity_in_person": CAPACITY,
        "taken_in_person": 0,
        "tags": random.sample(words.TAGS, 2),
        "access_facts": ["step_free", "quiet_room", "late_is_fine"],
        "first_ten_minutes": random.choice(words.SENTENCES),
        "created_at": moment.now,
        "revised_at": moment.now,
        "published_at": moment.now,
    }
    event = Event(**row)
    set_search_columns(event)
    return row | {name: getattr(event, name) for name in SEARCH_COLUMNS}


def agreements(size: Size, now: datetime) -> Iterator[Row]:
    """Give every event the agreement that people accept."""
    for number in range(1, size.events + 1):
        yield {
            "id": number,
            "event_id": number,
            "version": 1,
            "title": "How we are together",
            "body": words.AGREEMENT,
            "created_at": now,
        }


def replies(size: Size, events_held: Sequence[Row], moment: Moment) -> Iterator[Row]:
    """Give people who are going; the spots they hold are counted on the events' rows."""
    for number in range(1, size.replies + 1):
        event = events_held[moment.random.randrange(size.events)]
        party = moment.random.choice((1, 1, 1, 2))
        if event["taken_in_person"] + party > CAPACITY // 2:
            continue
        event["taken_in_person"] += party
        token = f"token-{number}"
        yield {
            "event_id": event["id"],
            "email": f"guest{number}@example.org",
            "email_key": f"guest{number}@example.org",
            "name": moment.random.choice(words.NAMES),
            "party_size": party,
            "way": Way.IN_PERSON,
            "status": RsvpStatus.GOING,
            "token_hash": token_hash(token),
            "token": token,
            "agreement_id": event["id"],
            "confirmed_at": moment.now,
            "created_at": moment.now,
            "changed_at": moment.now,
        }


def rendered(event: Event, language: str, lines: str) -> Row:
    """Give an event's calendar lines as they are kept."""
    return {
        "event_id": event.id,
        "language": language,
        "edition": EDITION,
        "sequence": event.sequence,
        "revised_at": event.revised_at,
        "was_listed": True,
        "lines": lines,
    }
