"""What is still missing before something can be done with a petition."""

from datetime import datetime, timedelta

from app.core.i18n import _
from app.petitions.models import Petition
from app.petitions.models import PetitionStatus as S
from app.petitions.rules.content import PetitionDetails
from app.petitions.rules.status import UNPUBLISHED

#: A petition is open for a while, and not for ever.
SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=366)


def missing_for_publication(details: PetitionDetails, now: datetime) -> list[str]:
    """Say, a sentence each, what a petition needs before its hosts can sign it off."""
    begins = max(details.opens_at or now, now)
    ends = details.closes_at
    sentences = {
        _("Write what is demanded, in one or two sentences."): not details.demand,
        _("Say why it matters."): not details.background,
        _("Name at least one person or body that can grant it."): not details.targets,
        _("Say until when people can sign."): ends is None,
        _("Choose an end that is still to come."): ends is not None and ends <= now,
        _("People need at least a day to sign, and at most a year."): ends is not None
        and not begins + SHORTEST <= ends <= begins + LONGEST,
    }
    return [sentence for sentence, is_missing in sentences.items() if is_missing]


def refusal_to_close(petition: Petition) -> str | None:
    """Say why a petition cannot be closed early, or None."""
    return None if petition.status is S.OPEN else _("Nobody can sign this petition now.")


def refusal_to_withdraw(petition: Petition) -> str | None:
    """Say why a petition cannot be taken back, or None."""
    if petition.status in {S.SCHEDULED, S.OPEN, S.CLOSED, S.IN_MODERATION}:
        return None
    return _("The public cannot see this petition.")


def refusal_to_delete(petition: Petition) -> str | None:
    """Say why a petition cannot be deleted, or None."""
    if petition.opened_at is not None:
        return _("People have signed this once. Its page can be taken back, and its record stays.")
    if petition.status in UNPUBLISHED - {S.PROPOSED}:
        return None
    return _("Take it back first.")
