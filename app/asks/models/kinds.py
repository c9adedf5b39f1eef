"""The statuses and choices of asks, with the words people read."""

from enum import StrEnum

from app.core.i18n import _l


class AskStatus(StrEnum):
    """The life of the ask itself, before the public."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_STATUS_LABELS[self])


class PolicyArea(StrEnum):
    """What an ask is about."""

    ACCESS_TO_THERAPY = "access_to_therapy"
    INCLUSIVE_WORKPLACE = "inclusive_workplace"
    PAID_LEAVE = "paid_leave"
    EDUCATION = "education"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_AREA_LABELS[self])


class Standing(StrEnum):
    """How an ask stands with one target."""

    ASKED = "asked"
    ANSWERED = "answered"
    PROMISED = "promised"
    IN_PROGRESS = "in_progress"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    REFUSED = "refused"
    SILENT = "silent"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_STANDING_LABELS[self])


class Position(StrEnum):
    """What a target says about an ask."""

    FOR = "for"
    PARTLY = "partly"
    AGAINST = "against"
    NONE = "none"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_POSITION_LABELS[self])


class ContactKind(StrEnum):
    """How hosts turned to a target."""

    LETTER = "letter"
    MEETING = "meeting"
    PETITION_DELIVERED = "petition_delivered"
    EVENT_ATTENDED = "event_attended"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_CONTACT_LABELS[self])


class CorrectionStatus(StrEnum):
    """The life of a request to correct the record."""

    WAITING = "waiting"
    CORRECTED = "corrected"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_CORRECTION_LABELS[self])


_STATUS_LABELS = {
    AskStatus.DRAFT: _l("Draft"),
    AskStatus.PROPOSED: _l("Waiting for sign-off"),
    AskStatus.PUBLISHED: _l("Published"),
    AskStatus.WITHDRAWN: _l("Taken back"),
    AskStatus.DELETED: _l("Deleted"),
}
_AREA_LABELS = {
    PolicyArea.ACCESS_TO_THERAPY: _l("Access to therapy"),
    PolicyArea.INCLUSIVE_WORKPLACE: _l("Inclusive workplaces"),
    PolicyArea.PAID_LEAVE: _l("Paid leave"),
    PolicyArea.EDUCATION: _l("Mental-health education"),
    PolicyArea.OTHER: _l("Something else"),
}
_STANDING_LABELS = {
    Standing.ASKED: _l("Asked"),
    Standing.ANSWERED: _l("Answered"),
    Standing.PROMISED: _l("Promised"),
    Standing.IN_PROGRESS: _l("In progress"),
    Standing.PARTLY_DONE: _l("Partly done"),
    Standing.DONE: _l("Done"),
    Standing.REFUSED: _l("Refused"),
    Standing.SILENT: _l("No answer yet"),
    Standing.OVERDUE: _l("Overdue"),
    Standing.WITHDRAWN: _l("Taken back"),
}
_POSITION_LABELS = {
    Position.FOR: _l("For it"),
    Position.PARTLY: _l("Partly for it"),
    Position.AGAINST: _l("Against it"),
    Position.NONE: _l("Has not said"),
}
_CONTACT_LABELS = {
    ContactKind.LETTER: _l("A letter"),
    ContactKind.MEETING: _l("A meeting"),
    ContactKind.PETITION_DELIVERED: _l("A petition was handed over"),
    ContactKind.EVENT_ATTENDED: _l("They came to an event"),
}
_CORRECTION_LABELS = {
    CorrectionStatus.WAITING: _l("Waits for an answer"),
    CorrectionStatus.CORRECTED: _l("Corrected"),
    CorrectionStatus.DECLINED: _l("Left as it is"),
}
