"""What holds for replies, as pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.core.errors import Refused
from app.core.i18n import _, _n
from app.core.text import canonical_email
from app.core.transitions import moved
from app.events.models import Event, EventStatus, EventVisibility, Way
from app.events.rules import over_by, spots_left, total_left
from app.rsvps.models import Rsvp, Wishes
from app.rsvps.models import RsvpStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PENDING: frozenset({S.GOING, S.LAPSED, S.CANCELLED}),
    S.LAPSED: frozenset({S.GOING, S.WAITLISTED, S.CANCELLED}),
    S.GOING: frozenset({S.CANCELLED}),
    S.WAITLISTED: frozenset({S.OFFERED, S.GOING, S.CANCELLED}),
    S.OFFERED: frozenset({S.GOING, S.LAPSED, S.CANCELLED}),
    S.CANCELLED: frozenset({S.GOING, S.WAITLISTED}),
}
HOLDING = frozenset({S.PENDING, S.OFFERED, S.GOING})
CURRENT = frozenset({S.PENDING, S.LAPSED, S.OFFERED, S.GOING, S.WAITLISTED})
NEEDS_KEPT = timedelta(days=14)
#: After an event, so long it is known who came; then only how many.
GUESTS_KEPT = timedelta(days=365)
LINK_PAUSE = timedelta(minutes=2)
#: How long the same words of a host count as a second click.
SAME_MESSAGE = timedelta(minutes=15)
#: So many messages of hosts may people get about one event in a day, from all hosts together.
MESSAGES_A_DAY = 3
DAY = timedelta(days=1)
#: So long after its end a message can still be about the event: a scarf that was found, a photo to share.
STILL_ABOUT_IT = timedelta(days=14)
#: What people who are going must hear of; a mended typo in the description is no news.
NEWS = frozenset(
    {
        "title",
        "starts_at",
        "ends_at",
        "starts_local",
        "ends_local",
        "zone",
        "format",
        "place_name",
        "place_area",
        "place_address",
        "directions",
        "online_link",
    }
)


class Full(Refused):
    """Say that there is not enough room; `left` spots are still free."""

    def __init__(self, left: int) -> None:
        super().__init__(full_sentence(left))
        self.left = left


def full_sentence(left: int) -> str:
    """Say that a party does not fit."""
    if left == 0:
        return _("Every place is taken.")
    return _n("Only one place is left.", "Only %(num)s places are left.", left)


def cancelled_sentence() -> str:
    """Say that a reply has ended."""
    return _("This reply is cancelled.")


def newer_reply_sentence() -> str:
    """Say that another reply of the same person stands."""
    return _("This reply has ended. If you have replied again, use the link in the newer mail.")


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)


@dataclass(frozen=True)
class Room:
    """How much of an event's room is taken, for each way of coming; a capacity of None has no limit."""

    capacity: Mapping[Way, int | None]
    taken: Mapping[Way, int] = field(default_factory=dict)
    #: What hosts hold back for their own communities; not free for everybody.
    held: Mapping[Way, int] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Event) -> "Room":
        """Read the room off an event."""
        ways = event.ways
        return cls(
            {way: event.capacity(way) for way in ways},
            {way: event.taken(way) for way in ways},
            {way: event.held(way) for way in ways},
        )

    def left(self, way: Way) -> int | None:
        """Give how many spots are free for everybody; None for no limit."""
        return spots_left(self.capacity.get(way, 0), self.taken.get(way, 0) + self.held.get(way, 0))

    def over_by(self, way: Way) -> int:
        """Give by how many spots more are taken than there are."""
        return over_by(self.capacity.get(way, 0), self.taken.get(way, 0))

    @property
    def total_left(self) -> int | None:
        """Give how many spots are free over all ways; None when one has no limit."""
        return total_left([self.left(way) for way in self.capacity])

    def before(self, shift: Mapping[Way, int], held: Mapping[Way, int]) -> "Room":
        """Give the room as it was before a shift of what is taken and held."""
        return Room(
            self.capacity,
            {way: taken - shift.get(way, 0) for way, taken in self.taken.items()},
            {way: kept - held.get(way, 0) for way, kept in self.held.items()},
        )


def shift_between(old: tuple[Way, int] | None, new: tuple[Way, int] | None) -> dict[Way, int]:
    """Give how many spots of each way a party takes (positive) or gives back when it changes."""
    shift = dict.fromkeys(Way, 0)
    if old:
        shift[old[0]] -= old[1]
    if new:
        shift[new[0]] += new[1]
    return {way: spots for way, spots in shift.items() if spots}


def wishes_said(wishes: Wishes) -> list[str]:
    """Say which mail someone has asked for."""
    said = {
        _("Reminders before it begins"): wishes.wants_reminders,
        _("Invitations for your calendar"): wishes.wants_invitations,
        _("Everything discreet"): wishes.is_discreet,
    }
    return [words for words, is_wanted in said.items() if is_wanted]


def why_closed(event: Event) -> str:
    """Say kindly why an event takes no replies now; empty when it does."""
    if event.status is EventStatus.CANCELLED:
        return _("This event is cancelled, so there is nothing to reply to.")
    if event.status is EventStatus.POSTPONED:
        return _("This event is moved to a later day. You can reply once the new date is known.")
    if event.status is not EventStatus.PUBLISHED:
        return _("This event takes no replies yet.")
    if event.is_past:
        return _("This event is over. Thank you for thinking of coming.")
    return ""


def is_standing(rsvp: Rsvp) -> bool:
    """Tell whether its person can still take a reply back."""
    return rsvp.status in CURRENT and not why_closed(rsvp.event)


def is_welcome(event: Event, email: str) -> bool:
    """Tell whether someone with this address may reply, where only some domains may."""
    if event.visibility is not EventVisibility.DOMAINS:
        return True
    domain = canonical_email(email).rpartition("@")[2]
    return domain in {allowed.strip().lstrip("@").lower() for allowed in event.email_domains}


def is_news(changed: Sequence[str]) -> bool:
    """Tell whether people who are going must hear of a change of these fields."""
    return not NEWS.isdisjoint(changed)


def too_many_messages(sent_at: Sequence[datetime], now: datetime) -> datetime | None:
    """Give from when hosts may write again; None when they may now."""
    lately = sorted(at for at in sent_at if now - at < DAY)
    return lately[-MESSAGES_A_DAY] + DAY if len(lately) >= MESSAGES_A_DAY else None


def may_be_about(event: Event, now: datetime) -> bool:
    """Tell whether a message can be about the event itself, which needs nobody's consent."""
    return event.ends_at is None or now < event.ends_at + STILL_ABOUT_IT


def may_mail_link_again(mailed_at: datetime | None, now: datetime) -> bool:
    """Tell whether the link may be sent once more without flooding anyone."""
    return mailed_at is None or now - mailed_at >= LINK_PAUSE
