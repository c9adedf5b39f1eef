"""Pass each host's part of a gift on to the host's own account, and take it back when the gift goes back.

What is to be done is written down first (a PENDING transfer, `reversing_minor`), so that asking the
payment provider twice does it once.
"""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import insert, session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.jobs import enqueue_named
from app.core.money import Money
from app.donations.gateway.answers import Transfer as Told
from app.donations.gateway.orders import TransferOrder
from app.donations.models import Donation, EntryKind, Transfer, TransferStatus
from app.donations.queries.accounts import account_in_use
from app.donations.queries.gifts import locked, transfers_of
from app.donations.queries.ledger import GONE, borne_by_hosts
from app.donations.queries.transfers import transfer_told_of
from app.donations.rules import ledger
from app.donations.rules.amounts import step
from app.donations.rules.status import can_move, move
from app.donations.services.ledger import Cause, write_entry

PASSING = "app.donations.jobs.passing.pass_on"


def plan_transfers(donation: Donation) -> None:
    """Write down what each host with an account of its own is to get: its part, less its part of the fee.

    A host without one keeps its part in what is held, to be settled by bank transfer.
    """
    whole = ledger.parts(donation.amount_minor, donation.weights)
    cost = ledger.parts(donation.fee_minor or 0, donation.weights)
    for organisation_id, part in whole.items():
        account = account_in_use(organisation_id)
        amount = (part - cost[organisation_id]) // step(donation.currency) * step(donation.currency)
        if account is None or account.provider_id is None or amount <= 0:
            continue
        row = insert(Transfer).values(
            donation_id=donation.id,
            organisation_id=organisation_id,
            status=TransferStatus.PENDING,
            amount_minor=amount,
            reversed_minor=0,
            reversing_minor=0,
            attempt=1,
            refusal="",
            account=account.provider_id,
            created_at=clock.now(),
        )
        session.execute(row.on_conflict_do_nothing(index_elements=["donation_id", "organisation_id"]))


def transfer_order(transfer: Transfer) -> TransferOrder | None:
    """Give what is asked of the payment provider; None while the charge is not known."""
    donation = transfer.donation
    if donation.charge_id is None:
        return None
    return TransferOrder(
        amount=Money(transfer.amount_minor, donation.currency),
        to_account=transfer.account,
        source_charge=donation.charge_id,
        transfer_group=donation.reference,
        reference=transfer_reference(transfer),
    )


def transfer_reference(transfer: Transfer) -> str:
    """Give the opaque id of one host's part of one gift."""
    return f"{transfer.donation.reference}-{transfer.organisation_id}"


def note_transfer(told: Told) -> bool:
    """Write down that a part was sent, and what of it came back; False when it is not ours."""
    transfer = transfer_told_of(told.id, told.reference)
    if transfer is None:
        return False
    transfer.provider_id = told.id
    if can_move(transfer.status, TransferStatus.SENT):
        transfer.status, transfer.sent_at = move(transfer.status, TransferStatus.SENT), clock.now()
        transfer.refusal = ""
    fund = transfer.donation.fund
    cause = Cause(EntryKind.TRANSFER, of=told.id, donation=transfer.donation)
    write_entry(fund, cause, ledger.passed_on(transfer.amount_minor, transfer.organisation_id))
    note_reversed(transfer, told.reversed.minor)
    return True


def note_reversed(transfer: Transfer, total: int, note: str = "") -> None:
    """Write down that so much in all has come back of a held transfer; less than is known is old news."""
    more = total - transfer.reversed_minor
    if more <= 0:
        return
    donation = transfer.donation
    of = f"{transfer.provider_id}:{total}"
    cause = Cause(EntryKind.TRANSFER_REVERSED, of=of, donation=donation, note=note)
    lines = ledger.opposite(ledger.passed_on(more, transfer.organisation_id))
    write_entry(donation.fund, cause, lines)
    transfer.reversed_minor = total
    transfer.reversing_minor = max(transfer.reversing_minor, total)


def note_reversal(transfer_id: int, total: int, reversal_id: str) -> None:
    """Write down that what was asked back of a part has come."""
    donation_id = session.get_one(Transfer, transfer_id).donation_id
    locked(Donation, donation_id)
    note_reversed(locked(Transfer, transfer_id), total, reversal_id)


def refuse_transfer(transfer_id: int, code: str) -> None:
    """Write down that the provider will not pass a part on; a treasurer decides what to do."""
    transfer = locked(Transfer, transfer_id)
    if can_move(transfer.status, TransferStatus.FAILED):
        transfer.status, transfer.refusal = move(transfer.status, TransferStatus.FAILED), code[:80]


def next_transfer_attempt(transfer_id: int, failed: int) -> None:
    """Take another key, as the provider would repeat its own failure under this one."""
    transfer = locked(Transfer, transfer_id)
    if transfer.attempt == failed and transfer.status is not TransferStatus.SENT:
        transfer.attempt = failed + 1


def retry_transfer(transfer: Transfer, *, by: User) -> None:
    """Let a treasurer have a refused part tried again, under another key and to the account of today."""
    held = locked(Transfer, transfer.id)
    if held.status is not TransferStatus.FAILED:
        raise Refused(_("Only a part that was refused can be tried again."))
    account = account_in_use(held.organisation_id)
    if account is not None and account.provider_id is not None:
        held.account = account.provider_id
    held.status, held.attempt = move(held.status, TransferStatus.PENDING), held.attempt + 1
    record(Action.DONATION_TRANSFER_RETRIED, held.donation, by=by, detail={"host": held.organisation_id})
    enqueue_named(PASSING, held.donation_id)


def plan_reversals(donation_id: int) -> list[int]:
    """Write down what must come back from each host now, and give the transfers to ask about.

    A reversal that is under way is finished first, with the amount it was begun with.
    """
    donation = locked(Donation, donation_id)
    borne = borne_by_hosts(donation, GONE)
    open_ones = []
    for transfer in transfers_of(donation):
        held = locked(Transfer, transfer.id)
        if held.status is not TransferStatus.SENT:
            continue
        wanted = min(held.amount_minor, borne.get(held.organisation_id, 0))
        wanted = wanted // step(donation.currency) * step(donation.currency)
        if held.reversing_minor == held.reversed_minor and wanted > held.reversed_minor:
            held.reversing_minor = wanted
        if held.reversing_minor > held.reversed_minor:
            open_ones.append(held.id)
    return open_ones


def give_up_reversal(transfer_id: int) -> None:
    """Leave a part with its host when its balance does not cover it: the hosts settle it by bank transfer."""
    transfer = locked(Transfer, transfer_id)
    transfer.reversing_minor, transfer.refusal = transfer.reversed_minor, "reversal_refused"
