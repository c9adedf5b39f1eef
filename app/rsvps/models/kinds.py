"""The words that replies and waiting lists are described with."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import _l


class RsvpStatus(StrEnum):
    """The life of a reply; only `pending`, `offered` and `going` hold spots."""

    PENDING = "pending"
    #: The address was not confirmed in time: holds nothing, and may still be confirmed while there is room.
    LAPSED = "lapsed"
    GOING = "going"
    WAITLISTED = "waitlisted"
    #: From the waiting list: a place is kept until they answer, or until `held_until`.
    OFFERED = "offered"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_STATUS_LABELS[self])


_STATUS_LABELS = {
    RsvpStatus.PENDING: _l("Not confirmed yet"),
    RsvpStatus.LAPSED: _l("Not confirmed in time"),
    RsvpStatus.GOING: _l("Going"),
    RsvpStatus.WAITLISTED: _l("On the waiting list"),
    RsvpStatus.OFFERED: _l("A place is offered"),
    RsvpStatus.CANCELLED: _l("Cancelled"),
}


class Addressees(StrEnum):
    """To whom a host writes."""

    GOING = "going"
    WAITLISTED = "waitlisted"
    ALL = "all"
    ARRIVED = "arrived"

    @property
    def statuses(self) -> tuple[RsvpStatus, ...]:
        """Give the replies that belong to them; who has not confirmed an address is written to by nobody."""
        return _ADDRESSED[self]

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ADDRESSEE_LABELS[self])


_ADDRESSEE_LABELS = {
    Addressees.GOING: _l("Everyone who is going"),
    Addressees.WAITLISTED: _l("Everyone on the waiting list"),
    Addressees.ALL: _l("Everyone who is going or waits"),
    Addressees.ARRIVED: _l("Everyone who has come"),
}
_WAITING = (RsvpStatus.WAITLISTED, RsvpStatus.OFFERED)
_ADDRESSED = {
    Addressees.GOING: (RsvpStatus.GOING,),
    Addressees.WAITLISTED: _WAITING,
    Addressees.ALL: (RsvpStatus.GOING, *_WAITING),
    Addressees.ARRIVED: (RsvpStatus.GOING, *_WAITING),
}


@dataclass(frozen=True)
class Wishes:
    """Which mail someone wants about an event, and how; without asking they get what they need only."""

    wants_reminders: bool = False
    #: Calendar invitations that move by themselves, in the place of a file.
    wants_invitations: bool = False
    #: Subjects and calendar entries that tell nobody what it is.
    is_discreet: bool = False


class PromotionMode(StrEnum):
    """What happens to the next on the list when places come free."""

    DIRECT = "direct"
    OFFERS = "offers"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_MODE_LABELS[self])


class Ending(StrEnum):
    """What becomes of the list shortly before the start."""

    STOP = "stop"
    FIRST_TO_ANSWER = "first_to_answer"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ENDING_LABELS[self])


class Skip(StrEnum):
    """Why a waiting party was passed over."""

    FULL = "full"
    TOO_LARGE = "too_large"
    UNCONFIRMED = "unconfirmed"
    WAY_GONE = "way_gone"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SKIP_LABELS[self])


_MODE_LABELS = {
    PromotionMode.DIRECT: _l("They get the place at once, and can give it back with one press"),
    PromotionMode.OFFERS: _l("They are asked first, and have some hours to answer"),
}
_ENDING_LABELS = {
    Ending.STOP: _l("The list stops"),
    Ending.FIRST_TO_ANSWER: _l("Everyone who waits is told, and whoever answers first gets the place"),
}
_SKIP_LABELS = {
    Skip.FULL: _l("No place was free"),
    Skip.TOO_LARGE: _l("The party did not fit"),
    Skip.UNCONFIRMED: _l("The address was not confirmed yet"),
    Skip.WAY_GONE: _l("This way of taking part is not offered any more"),
}
