"""Requests to correct the record: from anyone, answered in public, with the address kept private."""

from dataclasses import dataclass
from datetime import timedelta

from app.accounts.models import User
from app.asks import queries
from app.asks.models import Ask, Correction, CorrectionStatus
from app.asks.rules.status import CORRECTION
from app.asks.services.keeping import check_may_change, hold, touch_pages
from app.asks.services.telling import tell_correction_answered, tell_correction_asked
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, locale
from app.core.transitions import moved
from app.organisations.models import Organisation

#: So long after the answer the address of who asked is kept, should the answer raise a question.
ADDRESS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Answer:
    """What hosts say to a request."""

    status: CorrectionStatus
    text: str
    is_quoted: bool = True


def request_correction(ask: Ask, text: str, *, source: str = "", email: str = "") -> Correction:
    """Take a request to correct what an ask's page says."""
    correction = Correction(
        ask=ask,
        status=CorrectionStatus.WAITING,
        text=text,
        source=source,
        email=email or None,
        is_quoted=True,
        language=locale(),
        created_at=clock.now(),
    )
    session.add(correction)
    session.flush()
    tell_correction_asked(correction)
    return correction


def answer_correction(
    correction: Correction, answer: Answer, *, by: User, on_behalf_of: Organisation
) -> None:
    """Answer a request, for everyone to read; once."""
    hold(correction.ask)
    session.refresh(correction)
    if correction.status is not CorrectionStatus.WAITING:
        raise Refused(_("Another host has answered this already."))
    check_may_change(correction.ask, on_behalf_of)
    correction.status = moved(CORRECTION, correction.status, answer.status)
    correction.answer, correction.is_quoted = answer.text, answer.is_quoted
    correction.organisation = on_behalf_of
    correction.answered_at = clock.now()
    session.flush()
    detail = {"correction": correction.id, "status": answer.status.value}
    record(Action.ASK_CORRECTION_ANSWERED, correction.ask, by=by, on_behalf_of=on_behalf_of, detail=detail)
    touch_pages(correction.ask)
    tell_correction_answered(correction)


def forget_addresses() -> int:
    """Forget the addresses of those whose requests were answered a while ago; tell how many."""
    due = queries.corrections_with_old_addresses(clock.now() - ADDRESS_KEPT)
    for correction in due:
        correction.email = None
    session.flush()
    return len(due)
