"""Read coordinates from what people paste: a map link, a geo: address, or two numbers."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"^\s*{_NUMBER}\s*[,;~\s]\s*{_NUMBER}\s*$")
#: In the order of trust: a pin before the middle of the shown map.
_SHAPES = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"/@{_NUMBER},{_NUMBER}"),
    re.compile(rf"map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"^geo:{_NUMBER},{_NUMBER}"),
)
_PAIR_PARAMETERS = ("coordinate", "q", "query", "ll", "sll", "center", "destination", "daddr", "cp")
_LONGEST = 2000
MOST_LATITUDE = 90
MOST_LONGITUDE = 180
DIGITS = 6
MAP = "https://www.openstreetmap.org/"
ZOOM = 17


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Give latitude and longitude from a pasted link or typed numbers, or None.

    Understands OpenStreetMap, Google Maps, Apple Maps and Bing links, geo: (RFC 5870) and
    "53.79, -1.54". Nothing is fetched, so short links cannot be read.
    """
    text = unquote(text.strip()[:_LONGEST])
    typed = _PAIR.match(text)
    if typed:
        return _valid(*typed.groups())
    return _from_parameters(text) or _from_shapes(text)


def write_coordinates(latitude: float | None, longitude: float | None) -> str:
    """Write coordinates as people type them; empty when there are none."""
    if latitude is None or longitude is None:
        return ""
    return ", ".join(f"{number:.{DIGITS}f}".rstrip("0").rstrip(".") for number in (latitude, longitude))


def map_link(latitude: float | None, longitude: float | None) -> str:
    """Give the address of a map with a pin at a place; empty when there is none."""
    if latitude is None or longitude is None:
        return ""
    return f"{MAP}?mlat={latitude}&mlon={longitude}#map={ZOOM}/{latitude}/{longitude}"


def _from_shapes(text: str) -> tuple[float, float] | None:
    for shape in _SHAPES:
        found = shape.search(text)
        if found:
            return _valid(*found.groups())
    return None


def _from_parameters(text: str) -> tuple[float, float] | None:
    try:
        given = parse_qs(urlsplit(text).query)
    except ValueError:
        return None
    if "mlat" in given and "mlon" in given:
        return _valid(given["mlat"][0], given["mlon"][0])
    for name in _PAIR_PARAMETERS:
        pair = _PAIR.match(given.get(name, [""])[0].removeprefix("loc:"))
        if pair:
            return _valid(*pair.groups())
    return None


def _valid(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Take the numbers when they are a place on earth; six digits are a hand's breadth."""
    try:
        north, east = round(float(latitude), DIGITS), round(float(longitude), DIGITS)
    except ValueError:
        return None
    return (north, east) if abs(north) <= MOST_LATITUDE and abs(east) <= MOST_LONGITUDE else None
