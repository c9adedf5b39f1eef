"""What happens to signatures by themselves: looked at, reminded, forgotten, anonymised."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.audit.models import Action
from app.audit.queries import lately
from app.audit.services import record
from app.cohosting.services import check_verified
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.tokens import new_token, token_hash
from app.organisations.models import Organisation
from app.outbox.services import post
from app.petitions import emails
from app.petitions.models import (
    Petition,
    PetitionStatus,
    ReasonStatus,
    Signature,
    SignatureStatus,
)
from app.petitions.queries import petitions as queries
from app.petitions.queries.log import line_number
from app.petitions.queries.signatures import locked_signature, public_name, signed_from
from app.petitions.rules import can_confirm
from app.petitions.rules.abuse import FORGET_NETWORK, Suspicion, suspicion
from app.petitions.rules.addresses import canonical_signer
from app.petitions.rules.signing import (
    ANONYMISE_AFTER,
    CURRENT,
    FORGET_PENDING,
    hash_of_words,
    is_reminder_due,
    move,
)
from app.petitions.services.keeping import hold
from app.petitions.services.owning import end, forget, let_count
from app.petitions.services.paper import forget_paper

_LOOK_BACK = timedelta(days=1)


def look_at(signature_id: int) -> Suspicion | None:
    """Set a signature aside when something about it is unusual; a person decides later.

    One that is counted already stays: it can be taken off, and the log says so. Neither is one set
    aside again that a person has let through.
    """
    held = locked_signature(signature_id)
    is_open = held.status in {SignatureStatus.PENDING, SignatureStatus.CONFIRMED}
    if not is_open or held.email is None or _is_counted(held):
        return None
    now = clock.now()
    times = signed_from(held.petition_id, held.network_key, now - _LOOK_BACK) if held.network_key else []
    why = suspicion(held.email, times, now)
    if why is not None and lately(Action.SIGNATURE_RELEASED, held, since=held.created_at):
        return None
    if why is not None:
        held.status, held.ended_reason = move(held.status, SignatureStatus.QUARANTINED), why.value
    return why


def release(signature: Signature, *, by: User) -> None:
    """Let a signature that was set aside count: as confirmed, if its signer has confirmed it."""
    held = locked_signature(signature.id)
    if held.status is not SignatureStatus.QUARANTINED:
        return
    wanted = SignatureStatus.CONFIRMED if held.confirmed_at else SignatureStatus.PENDING
    held.status, held.ended_reason = move(held.status, wanted), ""
    if held.status is SignatureStatus.CONFIRMED:
        let_count(held)
    record(Action.SIGNATURE_RELEASED, held, by=by)


def take_off(signature: Signature, *, by: User) -> None:
    """Take a signature off, as a moderator."""
    held = locked_signature(signature.id)
    if held.status not in CURRENT:
        return
    end(held, SignatureStatus.REMOVED, held.ended_reason or Suspicion.BY_HAND.value)
    record(Action.SIGNATURE_REMOVED, held, by=by)


def judge_reason(
    signature: Signature, read: str, *, is_shown: bool, by: User, on_behalf_of: Organisation
) -> None:
    """Show a signer's reason on the petition's page, or not; it stays theirs either way.

    `read` is the hash of the words that were read: what was changed meanwhile is read again. A host that
    is not verified shows nothing: it could write to the public in the names of others.
    """
    if is_shown:
        check_verified(on_behalf_of)
    held = locked_signature(signature.id)
    if held.reason is None or hash_of_words(held.reason, public_name(held)) != read:
        raise Refused(_("These words were changed meanwhile. Please read them again."))
    held.reason_status = ReasonStatus.SHOWN if is_shown else ReasonStatus.REFUSED
    detail = {"is_shown": is_shown}
    record(Action.SIGNATURE_REASON_READ, held, by=by, on_behalf_of=on_behalf_of, detail=detail)


def remind_signer(signature_id: int) -> bool:
    """Remind someone who has not confirmed, if it is time and would still help."""
    held = locked_signature(signature_id)
    now = clock.now()
    if held.status is not SignatureStatus.PENDING or not is_reminder_due(
        held.created_at, held.reminders, now
    ):
        return False
    if not can_confirm(held.petition, now) or held.email is None:
        return False
    post(emails.remind(held, held.petition))
    held.reminders += 1
    return True


def forget_pending() -> None:
    """Delete signatures that were never confirmed, set aside or not; they were never counted."""
    late = clock.now() - FORGET_PENDING
    for status in (SignatureStatus.PENDING, SignatureStatus.QUARANTINED):
        session.execute(
            delete(Signature)
            .where(
                Signature.status == status,
                Signature.confirmed_at.is_(None),
                Signature.created_at < late,
            )
            .execution_options(synchronize_session=False)
        )


def forget_networks() -> None:
    """Forget where signatures came from."""
    session.execute(
        update(Signature)
        .where(Signature.network_key.is_not(None), Signature.created_at < clock.now() - FORGET_NETWORK)
        .values(network_key=None)
        .execution_options(synchronize_session=False)
    )


def due_to_anonymise() -> list[int]:
    """Give the ids of petitions whose signers should become numbers now."""
    query = select(Petition.id).where(
        Petition.closed_at < clock.now() - ANONYMISE_AFTER,
        Petition.anonymised_at.is_(None),
    )
    return list(session.scalars(query))


def anonymise(petition_id: int, batch: int = 500) -> bool:
    """Make numbers of some of a petition's signers; tell whether any were left.

    Counts, areas and the log stay; links stop working.
    """
    query = select(Signature).where(Signature.petition_id == petition_id, Signature.email.is_not(None))
    held = query.order_by(Signature.id).limit(batch).with_for_update()
    found = session.scalars(held.execution_options(populate_existing=True)).all()
    for signature in found:
        forget(signature)
        token = new_token()
        signature.token, signature.token_hash = token, token_hash(token)
    if not found:
        petition = session.get_one(Petition, petition_id)
        hold(petition)  # nobody enters a name from paper that would not be seen here
        forget_paper(petition_id)
        petition.anonymised_at = clock.now()
    return bool(found)


def forget_signer(fact: UserErased) -> None:
    """Take back someone's signatures under open petitions, and their name from the others.

    What was never confirmed is taken back everywhere: without an address it cannot be confirmed.
    """
    key = lookup_hash(canonical_signer(fact.user.email))
    query = select(Signature).where(Signature.email_key == key).order_by(Signature.id)
    for signature in session.scalars(query.with_for_update()):
        is_alive = signature.petition.status is PetitionStatus.OPEN or signature.confirmed_at is None
        if signature.status in CURRENT and is_alive:
            end(signature, SignatureStatus.WITHDRAWN)
        forget(signature)


def _is_counted(held: Signature) -> bool:
    """Tell whether a locked signature has its line; waits for a counter that may be giving it one."""
    if held.status is not SignatureStatus.CONFIRMED:
        return False
    queries.locked(held.petition)
    return line_number(held) is not None
