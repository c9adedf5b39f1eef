"""Signatures: by link, by address, and what may be read of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, bindparam, cast, func, select, text

from app.core.crypto import lookup_hash
from app.core.database import among, session
from app.core.errors import existing
from app.core.tokens import token_hash
from app.petitions.models import (
    DisplayName,
    Perspective,
    Petition,
    ReasonStatus,
    Signature,
    SignatureConsent,
    SignatureRemoval,
    SignatureStatus,
)
from app.petitions.models.signatures import WITH_REASON
from app.petitions.rules.addresses import canonical_signer
from app.petitions.rules.signing import CURRENT, OnAddress, balanced

_UNCOUNTED = tuple(each for each in SignatureStatus if each is not SignatureStatus.CONFIRMED)
#: That a signature with a reason counts; a cast, so that SQLite finds it by the small index of those
#: with a reason, not by that of all who signed.
IS_CONFIRMED = cast(Signature.status, String) == SignatureStatus.CONFIRMED.value
#: Built once: it takes longer than being answered, and everyone who signs asks it.
_ON_ADDRESS = (
    select(Signature.id, Signature.household_rank, Signature.name_key, Signature.postcode_key)
    .where(
        Signature.petition_id == bindparam("petition"),
        Signature.email_key == bindparam("key"),
        among(Signature.status, CURRENT),
    )
    .order_by(Signature.household_rank)
)
#: Of each perspective so many reasons are looked at when a page chooses.
_NEWEST = 12


def signature_by_token(token: str) -> Signature | None:
    """Give the signature that a link opens."""
    return session.scalar(select(Signature).where(Signature.token_hash == token_hash(token)))


def signature_by_id(signature_id: int) -> Signature | None:
    """Give a signature by its number."""
    return session.get(Signature, signature_id)


def can_find_by_address() -> bool:
    """Tell whether the newest signature is found by its address, as it is not under another LOOKUP_KEY.

    Raise UnknownKey when what it says cannot even be read.
    """
    newest = session.scalar(select(Signature).order_by(Signature.id.desc()).limit(1))
    if newest is None or newest.email is None:
        return True
    return newest.email_key == lookup_hash(canonical_signer(newest.email))


def signatures_at(petition_id: int, email_key: str) -> dict[int, OnAddress]:
    """Give what an address has signed under a petition, by number: nothing, once, or a household's twice."""
    rows = session.connection().execute(_ON_ADDRESS, {"petition": petition_id, "key": email_key})
    return {number: OnAddress(rank, name, postcode) for number, rank, name, postcode in rows}


def locked_signature(signature_id: int) -> Signature:
    """Give a signature, read anew and held until the transaction ends; raise NotFound when it is gone."""
    query = select(Signature).where(Signature.id == signature_id).with_for_update()
    return existing(session.scalar(query.execution_options(populate_existing=True)))


def consents_of_signature(signature: Signature) -> list[int]:
    """Give the ids of the hosts that may write to a signer."""
    query = select(SignatureConsent.organisation_id).where(SignatureConsent.signature_id == signature.id)
    return list(session.scalars(query))


def shown_reasons(petition: Petition, most: int = 6) -> list[Signature]:
    """Give reasons that moderators have read, so that each perspective speaks in turn."""
    place = func.row_number().over(partition_by=Signature.perspective, order_by=Signature.confirmed_at.desc())
    ranked = (
        select(Signature.id, Signature.perspective, place.label("place"))
        .where(
            Signature.petition_id == petition.id,
            text(WITH_REASON),
            Signature.reason_status == ReasonStatus.SHOWN,
            IS_CONFIRMED,
        )
        .subquery()
    )
    newest = select(Signature).join(ranked, ranked.c.id == Signature.id).where(ranked.c.place <= _NEWEST)
    by_id: dict[int, Signature] = {}
    by_perspective: defaultdict[Perspective, list[int]] = defaultdict(list)
    for signature in session.scalars(newest.order_by(ranked.c.place)):
        by_id[signature.id] = signature
        by_perspective[signature.perspective].append(signature.id)
    return [by_id[each] for each in balanced(by_perspective, most)]


def public_name(signature: Signature) -> str:
    """Give the name that a signer chose to show, or nothing."""
    name = signature.name or ""
    if signature.display is DisplayName.FULL_NAME:
        return name
    return name.split(" ")[0] if signature.display is DisplayName.FIRST_NAME else ""


def waiting_reasons(petition: Petition, limit: int = 50) -> Sequence[Signature]:
    """Give reasons of confirmed signers that nobody has read yet, oldest first."""
    query = select(Signature).where(
        Signature.petition_id == petition.id,
        text(WITH_REASON),
        Signature.reason_status == ReasonStatus.WAITING,
        IS_CONFIRMED,
    )
    return session.scalars(query.order_by(Signature.id).limit(limit)).all()


def quarantined(petition: Petition, limit: int = 50) -> Sequence[Signature]:
    """Give the signatures of a petition that are set aside, oldest first."""
    query = select(Signature).where(
        Signature.petition_id == petition.id,
        Signature.status == SignatureStatus.QUARANTINED,
    )
    return session.scalars(query.order_by(Signature.id).limit(limit)).all()


def petitions_with_set_aside() -> Sequence[tuple[Petition, int]]:
    """Give the petitions that have signatures set aside, and how many."""
    query = select(Signature.petition_id, func.count()).where(Signature.status == SignatureStatus.QUARANTINED)
    counts = {each: number for each, number in session.execute(query.group_by(Signature.petition_id))}  # noqa: C416  # rows, not pairs
    found = session.scalars(select(Petition).where(Petition.id.in_(counts)).order_by(Petition.id))
    return [(petition, counts[petition.id]) for petition in found]


def removals_of(petition: Petition) -> Sequence[SignatureRemoval]:
    """Give the bulk removals of a petition, newest first."""
    query = select(SignatureRemoval).where(SignatureRemoval.petition_id == petition.id)
    return session.scalars(query.order_by(SignatureRemoval.id.desc())).all()


def removal_by_id(removal_id: int) -> SignatureRemoval | None:
    """Give a bulk removal by its number."""
    return session.get(SignatureRemoval, removal_id)


def standing_counts(petition: Petition) -> dict[SignatureStatus, int]:
    """Give how many signatures are not counted, or not any more, by status; the counted are not looked at."""
    query = (
        select(Signature.status, func.count())
        .where(Signature.petition_id == petition.id, Signature.status.in_(_UNCOUNTED))
        .group_by(Signature.status)
    )
    return {status: number for status, number in session.execute(query)}  # noqa: C416  # rows, not pairs


def signed_from(petition_id: int, network_key: str, since: datetime) -> list[datetime]:
    """Give when one address range signed a petition, since an instant."""
    query = select(Signature.created_at).where(
        Signature.network_key == network_key,
        Signature.petition_id == petition_id,
        Signature.created_at >= since,
    )
    return list(session.scalars(query))


def pending_from(since: datetime) -> Sequence[int]:
    """Give the ids of unconfirmed signatures made since an instant, oldest first."""
    query = select(Signature.id).where(
        Signature.status == SignatureStatus.PENDING, Signature.created_at >= since
    )
    return session.scalars(query.order_by(Signature.created_at, Signature.id)).all()


def pending_since(before: datetime, after_id: int = 0, limit: int = 500) -> Sequence[int]:
    """Give the ids of unconfirmed signatures made before an instant, oldest first."""
    query = select(Signature.id).where(
        Signature.status == SignatureStatus.PENDING,
        Signature.created_at < before,
        Signature.id > after_id,
    )
    return session.scalars(query.order_by(Signature.id).limit(limit)).all()
