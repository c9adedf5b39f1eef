"""What is looked for, and what search may know of an event: folded words, tags, and its public place."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from app.core.text import plain_text
from app.events.models import AddressVisibility, Event, EventFormat
from app.events.rules.places import Audience, visible_place

Point = tuple[float, float, float]
EARTH_KM = 6371.0088
_NOT_WORD = re.compile(r"[^\w]+")
MOST_WORDS = 8
TINY = 1e-6
PAGE = 24
DEFAULT_KM = 25.0


@dataclass(frozen=True)
class EventSearch:
    """What someone looks for; everything may be left out."""

    words: str = ""
    #: First and last day, as the wall calendar at the event shows it.
    starts_from: date | None = None
    starts_to: date | None = None
    #: A place by name ("Leeds"), or by latitude and longitude.
    near: str = ""
    near_point: tuple[float, float] | None = None
    within_km: float = DEFAULT_KM
    tag: str = ""
    format: EventFormat | None = None
    joint_only: bool = False
    #: What is over, latest first, instead of what is ahead.
    is_past: bool = False
    #: Cursors that an earlier page gave out; at most one of them.
    after: str = ""
    before: str = ""
    limit: int = PAGE


def fold(text: str) -> str:
    """Write text without accents, case or punctuation, so that people find it however they type."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_NOT_WORD.sub(" ", bare.casefold().replace("_", " ")).split())


def words_of(text: str) -> list[str]:
    """Give the words that someone searches for, folded; at most 8."""
    return fold(text).split()[:MOST_WORDS]


def fold_tags(tags: list[str]) -> str:
    """Write tags so that one of them can be found whole: `|walking|green spaces|`."""
    return f"|{'|'.join(map(fold, tags))}|" if tags else ""


def on_sphere(latitude: float, longitude: float) -> Point:
    """Give a place as a point on the unit sphere."""
    north, east = math.radians(latitude), math.radians(longitude)
    return (
        math.cos(north) * math.cos(east),
        math.cos(north) * math.sin(east),
        math.sin(north),
    )


def to_surface(x: float, y: float, z: float) -> Point | None:
    """Move the middle of some points out to the sphere; None when they lie all around it."""
    length = math.hypot(x, y, z)
    return None if length < TINY else (x / length, y / length, z / length)


def squared_chord(km: float) -> float:
    """Give the squared straight line, on the unit sphere, between places so far apart on the ground."""
    angle = min(km / EARTH_KM, math.pi)
    return (2 * math.sin(angle / 2)) ** 2


def set_search_columns(event: Event) -> None:
    """Derive what search uses, from nothing but what everybody may know."""
    place = visible_place(event, Audience.PUBLIC)
    where = (place.name, place.area, place.address)
    event.search_words = fold(
        " ".join((event.title, event.summary, plain_text(event.description), *event.tags, *where))
    )
    event.search_tags = fold_tags(event.tags)
    event.search_area = fold(" ".join(where))
    is_open = event.address_visibility is AddressVisibility.EVERYONE
    if is_open and place.latitude is not None and place.longitude is not None:
        event.sphere_x, event.sphere_y, event.sphere_z = on_sphere(place.latitude, place.longitude)
    else:
        event.sphere_x = event.sphere_y = event.sphere_z = None
