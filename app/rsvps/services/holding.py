"""What hosts decide about spots: what each holds for its own community, and how the list works."""

from dataclasses import asdict, dataclass
from datetime import datetime

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged
from app.cohosting.queries import host_organisations
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _, _n
from app.core.revisions import touch
from app.events.models import Event, EventStatus, Way
from app.events.queries import event_of, locked_event
from app.organisations.models import Organisation
from app.rsvps.models import Allocation, Ending, PromotionMode, Waitlist
from app.rsvps.queries import allocations_for, allocations_of, used_of, waitlist_of
from app.rsvps.rules.waitlist import most_to_hold
from app.rsvps.services.spots import shift_spots
from app.rsvps.services.waiting import move_up


@dataclass(frozen=True)
class Holding:
    """What a host wants to hold: so many spots of a way of coming, until they are free for all."""

    way: Way
    spots: int
    releases_at: datetime


@dataclass(frozen=True)
class ListChoice:
    """How the waiting list of an event is to work."""

    is_open: bool
    mode: PromotionMode
    offer_hours: int
    quiet_from: int
    quiet_to: int
    stop_minutes: int
    ending: Ending


def hold_spots(event: Event, wanted: Holding, *, by: User, on_behalf_of: Organisation) -> Allocation:
    """Hold spots for the community of one host, or change how many; what is freed goes to who waits."""
    held = locked_event(event.id)
    _check(held, wanted)
    found = allocations_of(held, on_behalf_of.id).get(wanted.way) or _new(held, wanted.way, on_behalf_of)
    before, spots = found.spots, max(wanted.spots, found.used)
    if not shift_spots(held.id, {}, {wanted.way: spots - before}):
        left = (held.capacity(wanted.way) or 0) - held.taken(wanted.way) - held.held(wanted.way)
        raise Invalid(_few_left(max(0, left)), "spots")
    found.spots, found.releases_at = spots, wanted.releases_at
    detail = {"way": wanted.way.value, "before": before, "spots": spots}
    record(Action.RSVP_ALLOCATION_SET, held, by=by, on_behalf_of=on_behalf_of, detail=detail)
    session.flush()
    move_up(held.id)
    return found


def release(allocation: Allocation, *, by: User | None = None) -> None:
    """Free for all what a host still holds; who waits comes first. Twice is once."""
    event = locked_event(allocation.event_id)
    session.refresh(allocation)
    if allocation.released_at is not None:
        return
    left, allocation.released_at = allocation.left, clock.now()
    shift_spots(event.id, {}, {allocation.way: -left})
    detail = {"way": allocation.way.value, "spots": left}
    record(Action.RSVP_ALLOCATION_RELEASED, event, by=by, on_behalf_of=allocation.organisation, detail=detail)
    session.flush()
    move_up(event.id)


def release_of_departed(fact: HostsChanged) -> None:
    """Free what an organisation held that is no host any more."""
    event = event_of(fact.cohosting)
    if event is None:
        return
    hosts = {host.id for host in host_organisations(event.cohosting_id)}
    for allocation in allocations_for(event):
        if allocation.organisation_id not in hosts and allocation.released_at is None:
            release(allocation)


def set_waitlist(event: Event, wanted: ListChoice, *, by: User, on_behalf_of: Organisation) -> Waitlist:
    """Set how the waiting list works, and let it move if it may now."""
    held = locked_event(event.id)
    waitlist = waitlist_of(held)
    for name, value in asdict(wanted).items():
        setattr(waitlist, name, value)
    session.add(waitlist)
    detail = {
        "is_open": wanted.is_open,
        "mode": wanted.mode.value,
        "offer_hours": wanted.offer_hours,
        "quiet_from": wanted.quiet_from,
        "quiet_to": wanted.quiet_to,
        "stop_minutes": wanted.stop_minutes,
        "ending": wanted.ending.value,
    }
    record(Action.RSVP_WAITLIST_SET, held, by=by, on_behalf_of=on_behalf_of, detail=detail)
    touch(f"event:{held.slug}")
    session.flush()
    move_up(held.id)
    return waitlist


def _new(event: Event, way: Way, organisation: Organisation) -> Allocation:
    """Begin to hold, or begin again after a release; what replies have of it still counts."""
    former = [
        each for each in allocations_for(event) if each.organisation_id == organisation.id and each.way is way
    ]
    found = former[0] if former else Allocation(event_id=event.id, organisation=organisation, way=way)
    found.used = used_of(found) if former else 0
    found.spots, found.released_at = found.used, None
    found.created_at = found.releases_at = clock.now()
    session.add(found)
    return found


def _check(event: Event, wanted: Holding) -> None:
    capacity = event.capacity(wanted.way) if wanted.way in event.ways else 0
    if event.status in {EventStatus.CANCELLED, EventStatus.DELETED, EventStatus.WITHDRAWN} or event.is_past:
        raise Refused(_("This event is over or called off, so there is nothing to hold."))
    if capacity is None:
        raise Invalid(
            _("There is no limit to this way of taking part, so nothing needs to be held."), "spots"
        )
    most = most_to_hold(capacity, len(host_organisations(event.cohosting_id)))
    if not 1 <= wanted.spots <= most:
        raise Invalid(_most(most), "spots")
    latest = event.starts_at
    if wanted.releases_at <= clock.now() or (latest is not None and wanted.releases_at > latest):
        raise Invalid(_("Choose a time between now and the start of the event."), "releases_at")


def _most(most: int) -> str:
    if not most:
        return _("There are too few places for each host to hold some.")
    return _n(
        "Each host may hold at most one place: its even share.",
        "Each host may hold from 1 to %(num)s places: its even share.",
        most,
    )


def _few_left(left: int) -> str:
    if not left:
        return _("Every place is taken or held already.")
    return _n("Only one place is free to be held.", "Only %(num)s places are free to be held.", left)
