"""Take back what a treasurer wrote by mistake, by a new entry: large ones by two people, like refunds."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.donations.models import Correction, DonationStatus, LedgerEntry
from app.donations.queries.correcting import amount_of, correction_of
from app.donations.rules.giving import needs_second_person
from app.donations.rules.status import move
from app.donations.services.keeping import hold
from app.donations.services.ledger import correct_entry
from app.organisations.models import Organisation


def take_back(entry: LedgerEntry, reason: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Take an entry back, dated today; a large one then waits for a second person. Twice is harmless."""
    hold(entry.fund)
    if correction_of(entry) is not None:
        return
    if not reason:
        raise Refused(_("Say what was wrong, so that everyone can follow it."))
    correction = Correction(entry=entry, reason=reason, wanted_by_id=by.id, wanted_at=clock.now())
    session.add(correction)
    session.flush()
    if needs_second_person(amount_of(entry), 0):
        _record(Action.FUND_CORRECTION_WANTED, entry, by, on_behalf_of)
    else:
        _write(correction, by, on_behalf_of)


def confirm_correction(entry: LedgerEntry, *, by: User, on_behalf_of: Organisation) -> None:
    """Say yes as the second of the two people that a large correction needs."""
    correction = _waiting(entry)
    if correction.wanted_by_id == by.id:
        raise Refused(_("A correction of this size needs a second person: someone else must confirm it."))
    correction.confirmed_by_id = by.id
    _write(correction, by, on_behalf_of)


def drop_correction(entry: LedgerEntry, *, by: User, on_behalf_of: Organisation) -> None:
    """Keep an entry as it is that someone wanted to take back."""
    session.delete(_waiting(entry))
    session.flush()
    _record(Action.FUND_CORRECTION_DROPPED, entry, by, on_behalf_of)


def _waiting(entry: LedgerEntry) -> Correction:
    hold(entry.fund)
    correction = correction_of(entry)
    if correction is None or correction.closed_at is not None:
        raise Refused(_("Someone has decided about this just now. Look at it again."))
    return correction


def _write(correction: Correction, by: User, on_behalf_of: Organisation) -> None:
    entry = correction.entry
    correct_entry(entry, note=correction.reason, by=by)
    correction.closed_at = clock.now()
    if entry.donation is not None:
        entry.donation.status = move(entry.donation.status, DonationStatus.TAKEN_BACK)
    session.flush()
    _record(Action.FUND_ENTRY_CORRECTED, entry, by, on_behalf_of)


def _record(action: Action, entry: LedgerEntry, by: User, on_behalf_of: Organisation) -> None:
    detail = {"entry": entry.id, "amount": str(amount_of(entry))}
    record(action, entry.fund, by=by, on_behalf_of=on_behalf_of, detail=detail)
