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


class ContactKind(StrEnum):
    """How hosts turned to a target."""

    LETTER = "letter"
    MEETING = "meeting"
    PETITION_DELIVERED = "petition_delivered"
    EVENT_ATTENDED = "event_attended"


class CorrectionStatus(StrEnum):
    """The life of a request to correct the record."""

    WAITING = "waiting"
    CORRECTED = "corrected"
    DECLINED = "declined"


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
