"""What the form to reply needs to know of an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.cohosting.queries import HostCard, host_cards
from app.core.i18n import format_moment
from app.events.models import Agreement, Event, Way
from app.events.queries import agreement_of
from app.rsvps.models import Allocation, Ending, PromotionMode, Rsvp, RsvpStatus, Skip
from app.rsvps.queries.together import has_more_dates
from app.rsvps.queries.waiting import (
    allocations_of,
    phase_of,
    takes_waiting,
    waiting_before,
    waitlist_of,
)
from app.rsvps.rules import Room
from app.rsvps.rules.waitlist import Phase, band, stops_at


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
    #: It is one date of a series that has more to which one can reply in one go.
    has_more_dates: bool = False
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

    def allocation_id(self, way: Way) -> int | None:
        """Give the id of what a host holds for whoever reads the form, if it does."""
        held = self.via.allocations.get(way) if self.via else None
        return held.id if held else None

    @property
    def is_full(self) -> bool:
        """Tell whether there is no spot for whoever reads the form."""
        return all(self.left(way) == 0 for way in self.event.ways)


def reply_offer(event: Event, via: str = "") -> ReplyOffer:
    """Give what the reply form of an event needs: two queries, more only by a host's link or when full."""
    return offer_of(event, agreement_of(event), via)


def offer_of(event: Event, agreement: Agreement | None, via: str = "") -> ReplyOffer:
    """Give the same where the agreement is known: one query."""
    hosts = host_cards(event.cohosting_id)
    by_link = next((host for host in hosts if via and host.slug == via), None)
    found = Via(by_link, allocations_of(event, by_link.id)) if by_link else None
    is_tight = any(
        left is not None and left < event.party_limit for left in map(Room.of(event).left, event.ways)
    )
    waits = is_tight and takes_waiting(event)
    return ReplyOffer(event, hosts, agreement, has_more_dates(event), via=found, takes_waiting=waits)


@dataclass(frozen=True)
class WaitingWords:
    """What someone reads who waits, or for whom a place is kept."""

    #: Roughly where they stand: from, to (None: and later).
    band: tuple[int, int | None]
    phase: Phase
    is_offer: bool
    #: Until when a place is kept for them.
    until: str
    #: When the list stops moving.
    stops: str
    stops_in_calls: bool
    #: Whether there is a place for them this very moment, for whoever answers first.
    has_place: bool
    #: How many places they could have had when they were passed over last.
    passed_left: int
    can_wait_again: bool


def waiting_words(rsvp: Rsvp) -> WaitingWords:
    """Give what someone reads about the list."""
    event, waitlist = rsvp.event, waitlist_of(rsvp.event)
    current, stop = phase_of(event, waitlist), stops_at(event.starts_at, waitlist.stop_minutes)
    is_waiting = rsvp.status is RsvpStatus.WAITLISTED
    offer = ReplyOffer(event, (), None)
    return WaitingWords(
        band=band(waiting_before(rsvp)) if is_waiting else (1, None),
        phase=current,
        is_offer=waitlist.mode is PromotionMode.OFFERS,
        until=format_moment(rsvp.held_until, event.zone) if rsvp.held_until else "",
        stops=format_moment(stop, event.zone) if stop else "",
        stops_in_calls=waitlist.ending is Ending.FIRST_TO_ANSWER,
        has_place=is_waiting
        and current is not Phase.RUNNING
        and offer.fits(rsvp.way, 1 if rsvp.takes_fewer else rsvp.party_size),
        passed_left=rsvp.passed_left if rsvp.passed_why is Skip.TOO_LARGE else 0,
        can_wait_again=current is not Phase.STOPPED,
    )
