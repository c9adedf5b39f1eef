"""What someone does with their own signature, by its link: confirm, change, withdraw.

Each locks that one row, touches nothing else, and leaves a row for the counter to look at.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete

from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.errors import NotFound, Refused
from app.core.i18n import _
from app.outbox.models import Email
from app.outbox.services import post
from app.petitions import emails
from app.petitions.models import (
    DisplayName,
    Perspective,
    Signature,
    SignatureConsent,
    SignatureStatus,
    Uncounted,
)
from app.petitions.queries.signatures import (
    consents_of_signature,
    locked_signature,
    public_name,
    signatures_at,
)
from app.petitions.rules import SHOWN, can_confirm, can_sign
from app.petitions.rules.addresses import folded_name
from app.petitions.rules.signing import CURRENT, move, reason_status


@dataclass(frozen=True)
class SignatureChange:
    """What a signer can change."""

    display: DisplayName
    reason: str
    perspective: Perspective
    is_following: bool
    consents: Collection[int] = ()
    #: None leaves it as it is.
    name: str | None = None


def confirm_signature(signature: Signature, *, mail: Email | None = None) -> Signature:
    """Confirm that the address is one's own; twice, or twenty times at once, is once."""
    held = locked_signature(signature.id)
    if held.confirmed_at is not None and held.status in CURRENT:
        return held
    if held.status not in CURRENT:
        raise Refused(ended_sentence(held))
    if held.petition.status not in SHOWN:
        raise Refused(_("The public cannot see this petition now, so nobody can sign it."))
    if not can_confirm(held.petition, clock.now()):
        raise Refused(_("The petition has closed, so this signature can no longer be confirmed."))
    held.confirmed_at = clock.now()
    if held.status is SignatureStatus.PENDING:
        held.status = move(held.status, SignatureStatus.CONFIRMED)
        let_count(held)
    post(mail or emails.signed(held, held.petition))
    return held


def change_signature(signature: Signature, change: SignatureChange) -> Signature:
    """Change how one is named, what one says and who may write.

    A new reason is read first, and so is a new name that is to be shown beside it.
    """
    held = locked_signature(signature.id)
    if held.status not in CURRENT:
        raise Refused(ended_sentence(held))
    if held.email is None:
        raise NotFound  # made a number since its link was opened, which leads nowhere now
    read = (public_name(held), held.reason or "")
    if change.name is not None and change.name != held.name:
        _set_name(held, change.name)
    held.display, held.perspective = change.display, change.perspective
    if (public_name(held) or read[0], change.reason) != read:
        held.reason, held.reason_status = change.reason or None, reason_status(change.reason)
    held.is_following = change.is_following
    _set_consents(held, change.consents)
    return held


def withdraw_signature(signature: Signature) -> Signature:
    """Take one's own signature back; what was written is forgotten, that it was counted is not."""
    held = locked_signature(signature.id)
    if held.status not in CURRENT:
        return held
    if held.email is not None:
        post(emails.withdrawn(held, held.petition))
    end(held, SignatureStatus.WITHDRAWN)
    forget(held)
    return held


def end(held: Signature, status: SignatureStatus, reason: str = "") -> None:
    """End a locked signature."""
    held.status = move(held.status, status)
    held.ended_at, held.ended_reason = clock.now(), reason
    if held.confirmed_at is not None:
        let_count(held)


def let_count(held: Signature) -> None:
    """Tell the counter that a locked signature counts from now on, or does not any more."""
    session.add(Uncounted(petition_id=held.petition_id, signature_id=held.id))


def forget(held: Signature) -> None:
    """Keep of a signature only what the count and the log need."""
    held.name = held.email = held.postcode = held.reason = None
    held.name_key = held.postcode_key = held.network_key = None
    held.email_key = None
    held.is_following, held.display = False, DisplayName.HIDDEN
    held.perspective = Perspective.UNSAID
    session.execute(delete(SignatureConsent).where(SignatureConsent.signature_id == held.id))


def ended_sentence(signature: Signature) -> str:
    """Say that a signature does not stand any more, and why."""
    if signature.status is SignatureStatus.REMOVED:
        return _("This signature was taken off by the moderators.")
    return _("This signature was taken back. You can sign again while the petition is open.")


def _set_name(held: Signature, name: str) -> None:
    """Correct the name while the petition is open; its line in the log holds the address and not the name."""
    if not can_sign(held.petition, clock.now()):
        raise Refused(_("The petition has closed, so the names under it stay as they are."))
    key = lookup_hash(folded_name(name))
    there = signatures_at(held.petition_id, held.email_key or "")
    if any(other.name_key == key for number, other in there.items() if number != held.id):
        raise Refused(_("Someone has signed by this name with the same address already."))
    held.name, held.name_key = name, key


def _set_consents(held: Signature, organisation_ids: Collection[int]) -> None:
    known = set(consents_of_signature(held))
    session.execute(
        delete(SignatureConsent).where(
            SignatureConsent.signature_id == held.id,
            SignatureConsent.organisation_id.not_in(organisation_ids),
        )
    )
    for organisation_id in organisation_ids:
        if organisation_id not in known:
            at = clock.now()
            session.add(SignatureConsent(signature=held, organisation_id=organisation_id, at=at))
