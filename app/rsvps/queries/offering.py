"""What the form to reply needs to know of an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.cohosting.queries import HostCard, host_organisations_of
from app.events.models import Agreement, Event, Way
from app.events.queries import agreement_of
from app.rsvps.models import Allocation
from app.rsvps.queries.waiting import allocations_of, takes_waiting
from app.rsvps.rules import Room


@dataclass(frozen=True)
class Via:
    """The host by whose link someone came, and what it holds for its community."""

    host: HostCard
    allocations: Mapping[Way, Allocation] = field(default_factory=dict)

    def left(self, way: Way) -> int:
        """Give how many spots are still held for one way of coming."""
        return self.allocations[way].left if way in self.allocations else 0

    @property
    def total(self) -> int:
        """Give how many spots are still held."""
        return sum(each.left for each in self.allocations.values())


@dataclass(frozen=True)
class ReplyOffer:
    """What a reply form needs to know: the event, its hosts in their order, the agreement in force."""

    event: Event
    hosts: Sequence[HostCard]
    agreement: Agreement | None
    via: Via | None = None
    #: Whether someone for whom there is no room may wait.
    takes_waiting: bool = False

    @property
    def room(self) -> Room:
        """Give how much room there is for everybody."""
        return Room.of(self.event)

    def left(self, way: Way) -> int | None:
        """Give how many spots there are for whoever reads the form; None for no limit."""
        room = self.room
        free = room.left(way)
        if free is None or self.via is None:
            return free
        return max(0, min(free + self.via.left(way), (room.capacity[way] or 0) - room.taken.get(way, 0)))

    def fits(self, way: Way, size: int) -> bool:
        """Tell whether a party fits in now."""
        left = self.left(way)
        return left is None or size <= left

    @property
    def is_full(self) -> bool:
        """Tell whether there is no spot for whoever reads the form."""
        return all(self.left(way) == 0 for way in self.event.ways)


def reply_offer(event: Event, via: str = "") -> ReplyOffer:
    """Give what the reply form of an event needs: two queries, more only by a host's link or when full."""
    hosts = host_organisations_of([event.cohosting_id])[event.cohosting_id]
    by_link = next((host for host in hosts if via and host.slug == via), None)
    found = Via(by_link, allocations_of(event, by_link.id)) if by_link else None
    is_tight = any(
        left is not None and left < event.party_limit for left in map(Room.of(event).left, event.ways)
    )
    return ReplyOffer(event, hosts, agreement_of(event), found, is_tight and takes_waiting(event))
