"""Who may confirm, as a second reader, that an ask is done or refused."""

from dataclasses import dataclass
from enum import StrEnum

from app.asks.models import Standing
from app.asks.rules.status import REVIEWED
from app.core.i18n import _


@dataclass(frozen=True)
class Claim:
    """What someone wrote that needs a second reader: by which person, for which host."""

    by_id: int | None
    organisation_id: int | None
    needs_review: bool


@dataclass(frozen=True)
class Reader:
    """Who would confirm it: a person for a host, or a member of our staff for none."""

    id: int
    organisation_id: int | None
    is_staff: bool = False


class Hindrance(StrEnum):
    """Why someone cannot be the second reader."""

    SETTLED = "settled"
    OWN_WORDS = "own_words"
    SAME_HOST = "same_host"
    NOT_STAFF = "not_staff"


def needs_review(after: Standing) -> bool:
    """Tell whether an entry holds only once a second reader has agreed."""
    return after in REVIEWED


def hindrance_to_review(claim: Claim, reader: Reader) -> Hindrance | None:
    """Tell why someone cannot be the second reader; None when they can."""
    if not claim.needs_review:
        return Hindrance.SETTLED
    if reader.id == claim.by_id:
        return Hindrance.OWN_WORDS
    if reader.organisation_id is None:
        return None if reader.is_staff else Hindrance.NOT_STAFF
    return Hindrance.SAME_HOST if reader.organisation_id == claim.organisation_id else None


def sentence_for(hindrance: Hindrance) -> str:
    """Say why not."""
    return {
        Hindrance.SETTLED: _("This has been read already."),
        Hindrance.OWN_WORDS: _("You wrote this yourself, so somebody else has to read it."),
        Hindrance.SAME_HOST: _("Someone from another host has to read this."),
        Hindrance.NOT_STAFF: _("Only another host, or our staff, can read this for you."),
    }[hindrance]
