"""Write entries into the ledger: each once, whatever happens, and never two that differ under one key."""

import json
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert, select

from app.accounts.models import User
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import insert_once, session
from app.core.errors import Refused
from app.core.i18n import _, format_date
from app.core.revisions import touch
from app.core.tokens import new_token, token_hash
from app.donations.models import Donation, EntryKind, Fund, LedgerEntry, Posting
from app.donations.rules.ledger import Line, Lines, check_balance, opposite
from app.donations.services.keeping import cause_tags

#: One statement for all lines, whether they name a host or not; as it gives rows back, for the driver too.
_WRITING = insert(Posting).returning(Posting.id)
#: So much of a hash tells one form from every other.
KEY_SIGNS = 32


@dataclass(frozen=True)
class Cause:
    """What an entry is about.

    `of` is the id of what happened, the payment provider's or our own; with the kind it makes
    the key. `on` is the day on which money moved; today unless told.
    """

    kind: EntryKind
    of: str
    donation: Donation | None = None
    note: str = ""
    by: User | None = None
    on: date = field(default_factory=lambda: clock.now().date())
    corrects: LedgerEntry | None = None

    @property
    def key(self) -> str:
        """Give what is unique about the entry."""
        return f"{self.kind}:{self.of}"


def once(fund: Fund, key: str, *written: object) -> str:
    """Give an id for what a form writes: the same for the same form of a fund, so that it is written once.

    A form that someone came back to and changed has the same key but other words: it is another one.
    Without a key, as where no form was sent, each call gives another.
    """
    said = json.dumps([fund.id, key, *written], default=str)
    return token_hash(said)[:KEY_SIGNS] if key else new_token()[:KEY_SIGNS]


def write_entry(fund: Fund, cause: Cause, lines: Lines) -> bool:
    """Write an entry and its lines; give False when its key is there already.

    Raise Unbalanced when the lines do not sum to nothing. An entry of a locked day that a person
    writes is refused; what the payment provider tells late is written on the first open day.
    """
    written = check_balance(lines)
    entry_id = _claim(fund, cause)
    if entry_id is None:
        return False
    rows = [
        {
            "entry_id": entry_id,
            "fund_id": fund.id,
            "kind": cause.kind,
            "account": line.account,
            "organisation_id": line.organisation_id,
            "amount_minor": line.amount,
        }
        for line in written
    ]
    session.connection().execute(_WRITING, rows)
    touch(*pages_of(fund))
    return True


def pages_of(fund: Fund) -> tuple[str, ...]:
    """Name the counters of the pages on which a fund's money shows: its own, and an initiative's impact."""
    is_on_another = fund.about is not None and fund.about.kind is HeldKind.INITIATIVE
    return (f"fund:{fund.slug}", *(cause_tags(fund.about) if is_on_another else ()))


def correct_entry(entry: LedgerEntry, *, note: str, by: User) -> bool:
    """Write the opposite of an entry; twice is harmless."""
    postings = session.scalars(select(Posting).where(Posting.entry_id == entry.id).order_by(Posting.id))
    lines = tuple(Line(each.account, each.amount_minor, each.organisation_id) for each in postings)
    kind = EntryKind.GIFT_CORRECTED if entry.kind is EntryKind.GIFT else EntryKind.CORRECTION
    cause = Cause(kind, of=str(entry.id), donation=entry.donation, note=note, by=by, corrects=entry)
    return write_entry(entry.fund, cause, opposite(lines))


def _claim(fund: Fund, cause: Cause) -> int | None:
    """Insert the entry; None when one of its key is there (another transaction's included)."""
    values: dict[str, object] = {
        "key": cause.key,
        "kind": cause.kind,
        "fund_id": fund.id,
        "donation_id": cause.donation.id if cause.donation else None,
        "corrects_id": cause.corrects.id if cause.corrects else None,
        "currency": fund.currency,
        "note": cause.note,
        "by_id": cause.by.id if cause.by else None,
        "on": _open_day(fund, cause),
        "at": clock.now(),
    }
    entry_id: int | None = insert_once(LedgerEntry, "key", values)
    return entry_id


def _open_day(fund: Fund, cause: Cause) -> date:
    """Give the day under which an entry stands; the days up to a lock take no more."""
    locked = fund.locked_until
    if locked is None or cause.on > locked:
        return cause.on
    if cause.by is not None:
        day = format_date(locked)
        raise Refused(_("The books are closed up to %(day)s. Choose a later day.", day=day))
    return clock.now().date()
