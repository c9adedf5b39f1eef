"""Write down what a fund was spent on, with a receipt; take it back by a new entry."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import User
from app.asks.rules.evidence import MOST_BYTES, kind_of
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _, format_money
from app.core.money import Money
from app.core.pictures import redrawn
from app.donations.models import EntryKind, Fund, LedgerEntry, Spending
from app.donations.queries.ledger import sums_of
from app.donations.queries.spending import spending_under
from app.donations.rules.spending import at_hand, spending
from app.donations.rules.status import SHOWN
from app.donations.services.keeping import check_may_change, hold
from app.donations.services.ledger import Cause, correct_entry, once, write_entry
from app.organisations.models import Organisation

PDF, WEBP = "application/pdf", "image/webp"


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is kept."""

    content: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Give the hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class SpendingDetails:
    """What was paid for, when and how much."""

    amount: int
    spent_on: date
    what: str
    receipt: Receipt | None = None
    is_receipt_public: bool = False
    #: Of the form that was sent; the same one twice is written once.
    key: str = ""


def read_receipt(content: bytes) -> Receipt:
    """Take a file as a receipt: a PDF as it is, a picture drawn anew; raise Invalid for anything else."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("This file is larger than 5 MB."), "receipt")
    media_type, _ending = kind_of(content) or ("", "")
    if media_type == PDF:
        return Receipt(content, PDF)
    if not media_type.startswith("image/"):
        raise Invalid(_("We take PDF files and pictures."), "receipt")
    return Receipt(redrawn(content), WEBP)


def write_spending(fund: Fund, details: SpendingDetails, *, by: User, on_behalf_of: Organisation) -> Spending:
    """Write down what a host has paid for; refuse more than there is for it."""
    hold(fund)
    if fund.status not in SHOWN:
        raise Refused(_("This fund is not public."))
    check_may_change(fund, on_behalf_of)
    if details.spent_on > clock.now().date():
        raise Refused(_("This day is still to come."))
    written = (on_behalf_of.id, details.amount, details.spent_on, details.what)
    of = once(fund, details.key, *written)
    cause = Cause(EntryKind.SPENDING, of=of, note=details.what, by=by, on=details.spent_on)
    if (known := spending_under(cause.key)) is not None:
        return known
    lines = sums_of(fund).lines()
    most = at_hand(on_behalf_of.id, lines)
    if details.amount > most:
        left = format_money(Money(most, fund.currency))
        raise Refused(_("That is more than %(name)s has left: %(left)s.", name=on_behalf_of.name, left=left))
    row = _kept(fund, details, by, on_behalf_of)
    write_entry(fund, cause, spending(details.amount, on_behalf_of.id, lines))
    row.entry_id = session.scalar(select(LedgerEntry.id).where(LedgerEntry.key == cause.key))
    session.flush()
    detail = {"spending": row.id, "amount": str(Money(details.amount, fund.currency))}
    record(Action.FUND_SPENDING_WRITTEN, fund, by=by, on_behalf_of=on_behalf_of, detail=detail)
    return row


def correct_spending(row: Spending, reason: str, *, by: User) -> None:
    """Take an entry back, with the reason for everyone; twice is harmless."""
    hold(row.fund)
    session.refresh(row)
    if row.corrected_at is not None or row.entry is None:
        return
    check_may_change(row.fund, row.organisation)
    if not reason:
        raise Refused(_("Say what was wrong, so that everyone can follow it."))
    correct_entry(row.entry, note=reason, by=by)
    row.correction, row.corrected_at = reason, clock.now()
    detail = {"spending": row.id}
    record(Action.FUND_SPENDING_CORRECTED, row.fund, by=by, on_behalf_of=row.organisation, detail=detail)
    session.flush()


def _kept(fund: Fund, details: SpendingDetails, by: User, organisation: Organisation) -> Spending:
    receipt = details.receipt
    row = Spending(
        fund=fund,
        organisation=organisation,
        amount_minor=details.amount,
        spent_on=details.spent_on,
        what=details.what,
        receipt=receipt.content if receipt else None,
        receipt_type=receipt.media_type if receipt else "",
        receipt_hash=receipt.sha256 if receipt else "",
        is_receipt_public=bool(receipt) and details.is_receipt_public,
        by=by,
        at=clock.now(),
        correction="",
    )
    session.add(row)
    session.flush()
    return row
