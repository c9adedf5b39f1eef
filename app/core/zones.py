"""Time zones to choose from."""

from functools import cache
from zoneinfo import available_timezones

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Give (IANA name, what people read) for every zone that is named after a place, and UTC."""
    named = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS)
    return [*((zone, zone.replace("_", " ").replace("/", " / ")) for zone in named), ("UTC", "UTC")]
