"""The statuses and choices of asks, with the words people read."""

from app.core.i18n import _l
from app.core.labelled import Labelled


class AskStatus(Labelled):
    """The life of the ask itself, before the public."""

    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Waiting for sign-off")
    PUBLISHED = "published", _l("Published")
    WITHDRAWN = "withdrawn", _l("Taken back")
    DELETED = "deleted", _l("Deleted")


class PolicyArea(Labelled):
    """What an ask is about."""

    ACCESS_TO_THERAPY = "access_to_therapy", _l("Access to therapy")
    INCLUSIVE_WORKPLACE = "inclusive_workplace", _l("Inclusive workplaces")
    PAID_LEAVE = "paid_leave", _l("Paid leave")
    EDUCATION = "education", _l("Mental-health education")
    OTHER = "other", _l("Something else")


class Standing(Labelled):
    """How an ask stands with one target."""

    ASKED = "asked", _l("Asked")
    ANSWERED = "answered", _l("Answered")
    PROMISED = "promised", _l("Promised")
    IN_PROGRESS = "in_progress", _l("In progress")
    PARTLY_DONE = "partly_done", _l("Partly done")
    DONE = "done", _l("Done")
    REFUSED = "refused", _l("Refused")
    SILENT = "silent", _l("No answer yet")
    OVERDUE = "overdue", _l("Overdue")
    WITHDRAWN = "withdrawn", _l("Taken back")


class Position(Labelled):
    """What a target says about an ask."""

    FOR = "for", _l("For it")
    PARTLY = "partly", _l("Partly for it")
    AGAINST = "against", _l("Against it")
    NONE = "none", _l("Has not said")


class ContactKind(Labelled):
    """How hosts turned to a target."""

    LETTER = "letter", _l("A letter")
    MEETING = "meeting", _l("A meeting")
    PETITION_DELIVERED = "petition_delivered", _l("A petition was handed over")
    DELIVERY_TAKEN_BACK = "delivery_taken_back", _l("A handover was taken back")
    EVENT_ATTENDED = "event_attended", _l("They came to an event")


class CorrectionStatus(Labelled):
    """The life of a request to correct the record."""

    WAITING = "waiting", _l("Waits for an answer")
    CORRECTED = "corrected", _l("Corrected")
    DECLINED = "declined", _l("Left as it is")
