"""Time zones to choose from."""

from functools import cache
from zoneinfo import available_timezones

from app.core.forms import Choices, choices

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@cache
def zone_choices() -> Choices:
    """Give (IANA name, what people read) for every zone that is named after a place, and UTC."""
    named = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS)
    return choices((zone, zone.replace("_", " ").replace("/", " / ")) for zone in (*named, "UTC"))
