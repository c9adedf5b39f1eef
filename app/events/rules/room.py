"""How much room is left, and how a card says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.i18n import _, _n
from app.events.models import Event, EventFormat, Way

FEW = 5
_CAPACITY = {Way.IN_PERSON: "capacity_in_person", Way.ONLINE: "capacity_online"}


def spots_left(capacity: int | None, taken: int) -> int | None:
    """Give how many spots are left; None for no limit, never below 0."""
    return None if capacity is None else max(0, capacity - taken)


def over_by(capacity: int | None, taken: int) -> int:
    """Give by how many spots more are taken than there are, as after lowering the capacity."""
    return 0 if capacity is None else max(0, taken - capacity)


def crowded(content: Mapping[str, Any], taken: Sequence[Mapping[Way, int]]) -> list[str]:
    """Say for each way of coming that it would end, or on how many dates there would be too few places.

    `content` holds the fields that change, `taken` what is taken on each date that they change.
    """
    found = []
    ways = EventFormat(content["format"]).ways if "format" in content else tuple(Way)
    for way, name in _CAPACITY.items():
        places = content.get(name)
        if way not in ways:
            found += _ended(way, [each[way] for each in taken if each[way]])
            continue
        if places is None:  # it does not change, or there is no limit
            continue
        over = [by for each in taken if (by := over_by(places, each[way]))]
        if over and len(taken) == 1:
            found.append(_one_crowded(way, places, over[0]))
        elif over:
            found.append(_dates_crowded(way, places, over))
    return found


def _ended(way: Way, taken: Sequence[int]) -> list[str]:
    if not taken:
        return []
    said = _n(
        "%(way)s: %(num)s person has chosen this way, and it would end.",
        "%(way)s: %(num)s people have chosen this way, and it would end.",
        sum(taken),
        way=way.label,
    )
    meaning = _("Each reply stays. We tell them, and ask them to choose another way or to cancel.")
    return [f"{said} {meaning}"]


def _one_crowded(way: Way, places: int, over: int) -> str:
    return _(
        "%(way)s: room for %(places)s would be %(over)s fewer than have a place already. Nobody loses theirs;"
        " new replies wait until enough people have cancelled.",
        way=way.label,
        places=places,
        over=over,
    )


def _dates_crowded(way: Way, places: int, over: Sequence[int]) -> str:
    return _n(
        "%(way)s: on one date, room for %(places)s would be %(over)s fewer than have a place already."
        " Nobody loses theirs; new replies wait until enough people have cancelled.",
        "%(way)s: on %(num)s dates, room for %(places)s would be fewer than have a place already, by up to"
        " %(over)s. Nobody loses theirs; new replies wait until enough people have cancelled.",
        len(over),
        way=way.label,
        places=places,
        over=max(over),
    )


def event_spots_left(event: Event) -> int | None:
    """Give how many spots are left for everybody over all ways of coming; None when one has no limit."""
    left = []
    if event.format is not EventFormat.ONLINE:
        left.append(spots_left(event.capacity_in_person, event.taken_in_person + (event.held_in_person or 0)))
    if event.format is not EventFormat.IN_PERSON:
        left.append(spots_left(event.capacity_online, event.taken_online + (event.held_online or 0)))
    return total_left(left)


def total_left(left: Sequence[int | None]) -> int | None:
    """Add up what is left in several ways of coming; None when one has no limit."""
    counted = [spots for spots in left if spots is not None]
    return sum(counted) if len(counted) == len(left) else None


def room_label(left: int | None) -> str:
    """Say how much room there is, for a card."""
    if left is None:
        return _("Room for everyone")
    if left == 0:
        return _("Full")
    if left <= FEW:
        return _("Few places left")
    return _n("%(num)s place left", "%(num)s places left", left)
