"""How much room is left, and how a card says so."""

from collections.abc import Sequence

from app.core.i18n import _, _n
from app.events.models import Event, EventFormat

FEW = 5


def spots_left(capacity: int | None, taken: int) -> int | None:
    """Give how many spots are left; None for no limit, never below 0."""
    return None if capacity is None else max(0, capacity - taken)


def over_by(capacity: int | None, taken: int) -> int:
    """Give by how many spots more are taken than there are, as after lowering the capacity."""
    return 0 if capacity is None else max(0, taken - capacity)


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
