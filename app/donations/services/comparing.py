"""Compare the provider's books with ours, line by line, and keep what differs for the treasurer."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import insert, session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.text import clean_text
from app.donations.gateway.answers import BalanceLine
from app.donations.gateway.answers import Payout as ToldPayout
from app.donations.models import (
    Comparison,
    Donation,
    LedgerMismatch,
    MismatchKind,
    Payout,
    PayoutStatus,
)
from app.donations.queries.comparing import gifts_paid_between
from app.donations.queries.gifts import locked
from app.donations.services.ours import PAYOUTS, Ours, ours_of

logger = logging.getLogger(__name__)


def unknown_lines(lines: Sequence[BalanceLine]) -> list[BalanceLine]:
    """Give the lines of which our ledger says nothing, so that what they are about can be asked for."""
    return [line for line in lines if line.kind not in PAYOUTS and ours_of(line) is None]


def compare_lines(lines: Sequence[BalanceLine], *, account: str | None) -> None:
    """Keep each line that differs from our ledger, and solve what has come to agree.

    On a host's own account other money moves too: there, lines that we do not know are none of our business.
    """
    for line in lines:
        if line.kind in PAYOUTS:
            continue
        ours = ours_of(line)
        if ours is None and account is None:
            _keep(line, None, MismatchKind.UNKNOWN, account)
        elif ours is not None and _differs(line, ours):
            _keep(line, ours, MismatchKind.AMOUNT, account)
        else:
            solve_by_itself(line.id)


def absent_gifts(
    charges: set[str], since: datetime, until: datetime, *, account: str | None
) -> list[Donation]:
    """Give the gifts of a time of which the lines say nothing: perhaps they were paid long before."""
    return [each for each in gifts_paid_between(since, until, account) if each.charge_id not in charges]


def keep_absent(donation_id: int) -> None:
    """Keep a gift that the provider does not know."""
    donation = session.get_one(Donation, donation_id)
    _insert(
        line_id=_gift_line(donation),
        kind=MismatchKind.MISSING,
        what="gift",
        source=donation.charge_id or "",
        account=donation.account,
        fund_id=donation.fund_id,
        donation_id=donation.id,
        ours_minor=donation.amount_minor - (donation.fee_minor or 0),
        theirs_minor=None,
        currency=donation.currency,
        moved_at=donation.paid_at or donation.created_at,
    )


def kept_absent(account: str | None) -> list[int]:
    """Give the gifts that are kept as unknown to the provider, to be asked about again."""
    query = select(LedgerMismatch.donation_id).where(
        LedgerMismatch.kind == MismatchKind.MISSING,
        LedgerMismatch.solved_at.is_(None),
        LedgerMismatch.account == account if account else LedgerMismatch.account.is_(None),
    )
    return [each for each in session.scalars(query) if each is not None]


def keep_present(donation_id: int) -> None:
    """Note that the provider knows a gift after all."""
    solve_by_itself(_gift_line(session.get_one(Donation, donation_id)))


def note_compared(account: str | None, until: datetime) -> None:
    """Note how far an account's books have been compared."""
    row = insert(Comparison).values(account=account or "", compared_until=until)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Comparison.account], set_={"compared_until": row.excluded.compared_until}
        )
    )


def note_payout(told: ToldPayout, *, account: str | None) -> Payout:
    """Write down how a payout stands, as the provider says when it is asked."""
    row = insert(Payout).values(
        provider_id=told.id,
        account=account,
        status=PayoutStatus(told.status.value),
        amount_minor=told.amount.minor,
        currency=told.amount.currency,
        arrives_on=told.arrives_at.date(),
        created_at=told.created_at,
        told_at=clock.now(),
    )
    changed = {"status": row.excluded.status, "arrives_on": row.excluded.arrives_on}
    statement = row.on_conflict_do_update(index_elements=[Payout.provider_id], set_=changed)
    return session.scalars(statement.returning(Payout), execution_options={"populate_existing": True}).one()


def match_payout(told: ToldPayout, lines: Sequence[BalanceLine], *, account: str | None) -> Payout:
    """Write down what the lines of a payout sum to; one without lines was sent by hand and names none."""
    payout = locked(Payout, note_payout(told, account=account).id)
    moved = [line for line in lines if line.kind not in PAYOUTS]
    if not moved:
        return payout
    payout.lines_minor = sum(line.net.minor for line in moved)
    if payout.is_matched:
        solve_by_itself(told.id)
    else:
        _insert(
            line_id=told.id,
            kind=MismatchKind.PAYOUT,
            what="payout",
            source=told.id,
            account=account,
            fund_id=None,
            donation_id=None,
            ours_minor=payout.lines_minor,
            theirs_minor=payout.amount_minor,
            currency=payout.currency,
            moved_at=payout.created_at,
        )
    return payout


def solve_mismatch(mismatch: LedgerMismatch, *, note: str, by: User) -> None:
    """Let a treasurer say that a difference is explained, and how."""
    held = locked(LedgerMismatch, mismatch.id)
    words = clean_text(note)
    if held.solved_at is not None:
        raise Refused(_("This difference is solved already."))
    if not words:
        raise Refused(_("Write in a few words what explains the difference."))
    held.solved_at, held.solved_by, held.note = clock.now(), by, words
    record(Action.DONATION_MISMATCH_SOLVED, held, by=by, detail={"note": words})


def solve_by_itself(line_id: str) -> None:
    """Note that the books have come to agree about a line."""
    session.execute(
        update(LedgerMismatch)
        .where(LedgerMismatch.line_id == line_id, LedgerMismatch.solved_at.is_(None))
        .values(solved_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _gift_line(donation: Donation) -> str:
    return f"gift:{donation.reference}"


def _differs(line: BalanceLine, ours: Ours) -> bool:
    """Tell whether two amounts of one currency differ; what was changed into another is not compared."""
    return line.net.currency == ours.donation.currency and line.net.minor != ours.net


def _keep(line: BalanceLine, ours: Ours | None, kind: MismatchKind, account: str | None) -> None:
    donation: Donation | None = ours.donation if ours else None
    _insert(
        line_id=line.id,
        kind=kind,
        what=line.kind,
        source=line.source or "",
        account=account,
        fund_id=donation.fund_id if donation else None,
        donation_id=donation.id if donation else None,
        ours_minor=ours.net if ours else None,
        theirs_minor=line.net.minor,
        currency=line.net.currency,
        moved_at=line.created_at,
    )


def _insert(**values: object) -> None:
    """Keep a difference once; one that a treasurer has explained stays explained."""
    row = insert(LedgerMismatch).values(found_at=clock.now(), note="", **values)
    statement = row.on_conflict_do_nothing(index_elements=[LedgerMismatch.line_id])
    if session.scalar(statement.returning(LedgerMismatch.id)) is not None:
        logger.error("the books differ", extra={"line": values["line_id"], "kind": str(values["kind"])})
        return
    known = select(LedgerMismatch.solved_by_id).where(LedgerMismatch.line_id == values["line_id"])
    if session.scalar(known) is None:
        session.execute(
            update(LedgerMismatch)
            .where(LedgerMismatch.line_id == values["line_id"])
            .values(
                kind=values["kind"],
                ours_minor=values["ours_minor"],
                theirs_minor=values["theirs_minor"],
                solved_at=None,
            )
            .execution_options(synchronize_session=False)
        )
