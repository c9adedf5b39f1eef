"""The statuses and choices of petitions and signatures, with the words people read."""

from enum import StrEnum

from app.core.i18n import _l


class PetitionStatus(StrEnum):
    """The life of a petition."""

    DRAFT = "draft"
    #: Waits for the hosts to sign it off.
    PROPOSED = "proposed"
    #: Signed off by every host; waits for staff, since a host is not verified.
    IN_MODERATION = "in_moderation"
    #: Agreed and waiting for its opening time.
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"
    #: Staff said no, with a reason; the hosts can mend it and propose again.
    REJECTED = "rejected"
    #: Taken back by its hosts.
    WITHDRAWN = "withdrawn"
    #: Taken from the public by staff, with a reason; only they let it go on.
    STOPPED = "stopped"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_PETITION_LABELS[self])


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


class SignatureSource(StrEnum):
    """How a signature came."""

    WEB = "web"
    EVENT = "event"
    PAPER = "paper"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_SOURCE_LABELS[self])


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


class Perspective(StrEnum):
    """From where someone speaks; optional, and only used to show reasons in balance."""

    UNSAID = "unsaid"
    MAN = "man"
    WOMAN = "woman"
    NON_BINARY = "non_binary"
    CARER = "carer"
    LIVED_EXPERIENCE = "lived_experience"
    ALLY = "ally"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_PERSPECTIVE_LABELS[self])


class Consequence(StrEnum):
    """What follows when a threshold is reached."""

    NOTIFY_TARGET = "notify_target"
    ASK_FOR_MEETING = "ask_for_meeting"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_CONSEQUENCE_LABELS[self])


class NewsKind(StrEnum):
    """What signers who wish to hear are told."""

    UPDATE = "update"
    MILESTONE = "milestone"
    ANSWER = "answer"
    CLOSED = "closed"
    DELIVERED = "delivered"


class BatchStatus(StrEnum):
    """The life of a batch of paper signatures."""

    ENTERING = "entering"
    CHECKING = "checking"
    COUNTED = "counted"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        """Give the words hosts read."""
        return str(_BATCH_LABELS[self])


class RemovalStatus(StrEnum):
    """The life of a bulk removal."""

    COUNTING = "counting"
    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Give the words moderators read."""
        return str(_REMOVAL_LABELS[self])


class LogKind(StrEnum):
    """What a line of the public log says happened."""

    SIGNED = "signed"
    PAPER = "paper"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class ModerationVerdict(StrEnum):
    """What staff said of a petition."""

    PASSED = "passed"
    REFUSED = "refused"
    #: The first reader asks a second one.
    SECOND_LOOK = "second_look"
    #: It was public, and may not be so now; until staff let it go on, or let a mended one pass.
    STOPPED = "stopped"
    RESTORED = "restored"

    @property
    def label(self) -> str:
        """Give the words staff read."""
        return str(_VERDICT_LABELS[self])


_PETITION_LABELS = {
    PetitionStatus.DRAFT: _l("Draft"),
    PetitionStatus.PROPOSED: _l("Waiting for sign-off"),
    PetitionStatus.IN_MODERATION: _l("Being read by our staff"),
    PetitionStatus.SCHEDULED: _l("Opens soon"),
    PetitionStatus.OPEN: _l("Open"),
    PetitionStatus.CLOSED: _l("Closed"),
    PetitionStatus.REJECTED: _l("Not taken"),
    PetitionStatus.WITHDRAWN: _l("Taken back"),
    PetitionStatus.STOPPED: _l("Stopped by our staff"),
    PetitionStatus.DELETED: _l("Deleted"),
}
_VERDICT_LABELS = {
    ModerationVerdict.PASSED: _l("It can open"),
    ModerationVerdict.REFUSED: _l("It cannot open like this"),
    ModerationVerdict.SECOND_LOOK: _l("Somebody else should look, too"),
    ModerationVerdict.STOPPED: _l("It was stopped"),
    ModerationVerdict.RESTORED: _l("It may go on"),
}
_BATCH_LABELS = {
    BatchStatus.ENTERING: _l("Being entered"),
    BatchStatus.CHECKING: _l("Waits for a second person"),
    BatchStatus.COUNTED: _l("Counted"),
    BatchStatus.DISCARDED: _l("Thrown away"),
}
_REMOVAL_LABELS = {
    RemovalStatus.COUNTING: _l("Counting what fits"),
    RemovalStatus.PREVIEWED: _l("Counted, nothing taken off yet"),
    RemovalStatus.RUNNING: _l("Taking off"),
    RemovalStatus.DONE: _l("Done"),
    RemovalStatus.CANCELLED: _l("Stopped"),
}
_CONSEQUENCE_LABELS = {
    Consequence.NOTIFY_TARGET: _l("we tell those who can act"),
    Consequence.ASK_FOR_MEETING: _l("we ask those who can act to meet us"),
}
_SOURCE_LABELS = {
    SignatureSource.WEB: _l("On this site"),
    SignatureSource.EVENT: _l("At an event"),
    SignatureSource.PAPER: _l("On paper"),
    SignatureSource.PARTNER: _l("Through a partner's page"),
}
_PERSPECTIVE_LABELS = {
    Perspective.UNSAID: _l("I would rather not say"),
    Perspective.MAN: _l("As a man"),
    Perspective.WOMAN: _l("As a woman"),
    Perspective.NON_BINARY: _l("As a non-binary person"),
    Perspective.CARER: _l("As a carer"),
    Perspective.LIVED_EXPERIENCE: _l("From my own experience"),
    Perspective.ALLY: _l("As an ally"),
}
