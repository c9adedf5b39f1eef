"""The words that replies and waiting lists are described with."""

from dataclasses import dataclass

from app.core.i18n import _l
from app.core.labelled import Labelled


class RsvpStatus(Labelled):
    """The life of a reply; only `pending`, `offered` and `going` hold spots."""

    PENDING = "pending", _l("Not confirmed yet")
    #: The address was not confirmed in time: holds nothing, and may still be confirmed while there is room.
    LAPSED = "lapsed", _l("Not confirmed in time")
    GOING = "going", _l("Going")
    WAITLISTED = "waitlisted", _l("On the waiting list")
    #: From the waiting list: a place is kept until they answer, or until `held_until`.
    OFFERED = "offered", _l("A place is offered")
    CANCELLED = "cancelled", _l("Cancelled")


class Addressees(Labelled):
    """To whom a host writes."""

    GOING = "going", _l("Everyone who is going")
    WAITLISTED = "waitlisted", _l("Everyone on the waiting list")
    ALL = "all", _l("Everyone who is going or waits")
    ARRIVED = "arrived", _l("Everyone who has come")

    @property
    def statuses(self) -> tuple[RsvpStatus, ...]:
        """Give the replies that belong to them; who has not confirmed an address is written to by nobody."""
        return _ADDRESSED[self]


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


class PromotionMode(Labelled):
    """What happens to the next on the list when places come free."""

    DIRECT = "direct", _l("They get the place at once, and can give it back with one press")
    OFFERS = "offers", _l("They are asked first, and have some hours to answer")


class Ending(Labelled):
    """What becomes of the list shortly before the start."""

    STOP = "stop", _l("The list stops")
    FIRST_TO_ANSWER = (
        "first_to_answer",
        _l("Everyone who waits is told, and whoever answers first gets the place"),
    )


class Skip(Labelled):
    """Why a waiting party was passed over."""

    FULL = "full", _l("No place was free")
    TOO_LARGE = "too_large", _l("The party did not fit")
    UNCONFIRMED = "unconfirmed", _l("The address was not confirmed yet")
    WAY_GONE = "way_gone", _l("This way of taking part is not offered any more")
