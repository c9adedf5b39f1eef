"""Why staff may not take a petition, or stop one, and how long one may wait for them."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.cohosting.rules import Content
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.petitions.rules.content import ASKS, TARGETS

#: What staff read before the public does.
_READ_FIELDS = ("title", "demand", "background", ASKS, TARGETS)
SOON_LATE = timedelta(days=5)
LATE = timedelta(days=7)


class Refusal(Labelled):
    """A reason, each with a code that is kept."""

    PARTY_POLITICAL = (
        "party_political",
        _l("It speaks for or against a party or a candidate. Ask for a policy instead."),
    )
    NAMES_PRIVATE_PERSON = (
        "names_private_person",
        _l("It names a private person. Name an office or a body instead."),
    )
    HARMFUL = (
        "harmful",
        _l("Something in it could harm a reader, such as a method of self-harm. Leave it out."),
    )
    HATE = "hate", _l("It speaks badly of people for what they are. Say what should change instead.")
    UNCLEAR_DEMAND = "unclear_demand", _l("It is not clear what exactly is demanded. Say who should do what.")
    NOBODY_CAN_GRANT_IT = (
        "nobody_can_grant_it",
        _l("Whom it is addressed to cannot grant it. Choose who can."),
    )
    SAME_AS_ANOTHER = (
        "same_as_another",
        _l("An open petition demands the same. Sign and share that one together."),
    )
    ADVERTISING = "advertising", _l("It sells something. Petitions here ask for change.")
    MISLEADING = (
        "misleading",
        _l("It says something that is not so. Put it right, and say where it can be read."),
    )
    UNLAWFUL = "unlawful", _l("The law does not allow it to stand here.")
    FALSE_SIGNATURES = (
        "false_signatures",
        _l("Many of its signatures do not come from people who chose to sign."),
    )

    @property
    def public_label(self) -> str:
        """Give the words everyone reads where a petition was stopped; only of grounds in `STOPPING`."""
        return str(_PUBLIC_LABELS[self])


_PUBLIC_LABELS = {
    Refusal.PARTY_POLITICAL: _l("It spoke for or against a party or a candidate."),
    Refusal.NAMES_PRIVATE_PERSON: _l("It named a private person."),
    Refusal.HARMFUL: _l("Something in it could have harmed a reader."),
    Refusal.HATE: _l("It spoke badly of people for what they are."),
    Refusal.ADVERTISING: _l("It sold something."),
    Refusal.MISLEADING: _l("It said something that is not so."),
    Refusal.UNLAWFUL: _l("The law does not allow it to stand here."),
    Refusal.FALSE_SIGNATURES: _l("Many of its signatures did not come from people who chose to sign."),
}
#: What is no ground for stopping a petition that people sign already is only said of one that waits.
STOPPING = tuple(_PUBLIC_LABELS)
#: What is said only of one that people sign already.
_ONLY_STOPPING = frozenset({Refusal.FALSE_SIGNATURES})
REFUSING = tuple(each for each in Refusal if each not in _ONLY_STOPPING)


def is_as_read(read: Content | None, content: Content) -> bool:
    """Tell whether some content says what staff have read; days and numbers may differ."""
    return read is not None and all(read.get(name) == content[name] for name in _READ_FIELDS)


class Ageing(StrEnum):
    """How long a petition has waited for staff."""

    IN_TIME = "in_time"
    SOON_LATE = "soon_late"
    LATE = "late"


def ageing(submitted_at: datetime, now: datetime) -> Ageing:
    """Tell whether a petition has waited too long."""
    waited = now - submitted_at
    if waited >= LATE:
        return Ageing.LATE
    return Ageing.SOON_LATE if waited >= SOON_LATE else Ageing.IN_TIME
