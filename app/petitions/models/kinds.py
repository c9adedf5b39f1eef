"""The statuses and choices of petitions and signatures, with the words people read."""

from enum import StrEnum

from app.core.i18n import _l
from app.core.labelled import Labelled


class PetitionStatus(Labelled):
    """The life of a petition."""

    DRAFT = "draft", _l("Draft")
    #: Waits for the hosts to sign it off.
    PROPOSED = "proposed", _l("Waiting for sign-off")
    #: Signed off by every host; waits for staff, since a host is not verified.
    IN_MODERATION = "in_moderation", _l("Being read by our staff")
    #: Agreed and waiting for its opening time.
    SCHEDULED = "scheduled", _l("Opens soon")
    OPEN = "open", _l("Open")
    CLOSED = "closed", _l("Closed")
    #: Staff said no, with a reason; the hosts can mend it and propose again.
    REJECTED = "rejected", _l("Not taken")
    #: Taken back by its hosts.
    WITHDRAWN = "withdrawn", _l("Taken back")
    #: Taken from the public by staff, with a reason; only they let it go on.
    STOPPED = "stopped", _l("Stopped by our staff")
    DELETED = "deleted", _l("Deleted")


class AreaQuestion(StrEnum):
    """What a petition asks about where its signers live."""

    NONE = "none"
    POSTCODE = "postcode"
    AREA = "area"


class SignatureStatus(StrEnum):
    """The life of a signature; only `confirmed` ones count."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    #: Confirmed or waiting, but held back from the count until a moderator has looked.
    QUARANTINED = "quarantined"
    WITHDRAWN = "withdrawn"
    #: Taken off by the moderators, with a reason.
    REMOVED = "removed"


class SignatureSource(Labelled):
    """How a signature came."""

    WEB = "web", _l("On this site")
    EVENT = "event", _l("At an event")
    PAPER = "paper", _l("On paper")
    PARTNER = "partner", _l("Through a partner's page")


class DisplayName(StrEnum):
    """How a signer may be named in public: hidden unless the signer says otherwise."""

    HIDDEN = "hidden"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"


class ReasonStatus(StrEnum):
    """Where a signer's reason stands: shown only after a moderator has read it."""

    NONE = "none"
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


class Perspective(Labelled):
    """From where someone speaks; optional, and only used to show reasons in balance."""

    UNSAID = "unsaid", _l("I would rather not say")
    MAN = "man", _l("As a man")
    WOMAN = "woman", _l("As a woman")
    NON_BINARY = "non_binary", _l("As a non-binary person")
    CARER = "carer", _l("As a carer")
    LIVED_EXPERIENCE = "lived_experience", _l("From my own experience")
    ALLY = "ally", _l("As an ally")


class Consequence(Labelled):
    """What follows when a threshold is reached."""

    NOTIFY_TARGET = "notify_target", _l("we tell those who can act")
    ASK_FOR_MEETING = "ask_for_meeting", _l("we ask those who can act to meet us")


class NewsKind(StrEnum):
    """What signers who wish to hear are told."""

    UPDATE = "update"
    MILESTONE = "milestone"
    ANSWER = "answer"
    CLOSED = "closed"
    DELIVERED = "delivered"
    DELIVERY_TAKEN_BACK = "delivery_taken_back"


class BatchStatus(Labelled):
    """The life of a batch of paper signatures."""

    ENTERING = "entering", _l("Being entered")
    CHECKING = "checking", _l("Waits for a second person")
    COUNTED = "counted", _l("Counted")
    DISCARDED = "discarded", _l("Thrown away")


class RemovalStatus(Labelled):
    """The life of a bulk removal."""

    COUNTING = "counting", _l("Counting what fits")
    PREVIEWED = "previewed", _l("Counted, nothing taken off yet")
    RUNNING = "running", _l("Taking off")
    DONE = "done", _l("Done")
    CANCELLED = "cancelled", _l("Stopped")


class LogKind(StrEnum):
    """What a line of the public log says happened."""

    SIGNED = "signed"
    PAPER = "paper"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class ModerationVerdict(Labelled):
    """What staff said of a petition."""

    PASSED = "passed", _l("It can open")
    REFUSED = "refused", _l("It cannot open like this")
    #: The first reader asks a second one.
    SECOND_LOOK = "second_look", _l("Somebody else should look, too")
    #: It was public, and may not be so now; until staff let it go on, or let a mended one pass.
    STOPPED = "stopped", _l("It was stopped")
    RESTORED = "restored", _l("It may go on")
