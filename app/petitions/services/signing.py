"""Sign a petition: one pending row and one mail; nothing that others wait for is touched.

Whoever types an address learns nothing about who has signed: new, known or full, the answer is the
same, and only the mail differs.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass

from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import insert_row, new_row, session
from app.core.errors import Refused
from app.core.i18n import _, locale
from app.core.jobs import enqueue_named
from app.core.tokens import new_token, token_hash
from app.outbox.models import Email
from app.outbox.services import post, written
from app.petitions import emails
from app.petitions.models import (
    AreaQuestion,
    DisplayName,
    Perspective,
    Petition,
    Signature,
    SignatureConsent,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.queries.signatures import locked_signature, signatures_at
from app.petitions.rules import can_sign
from app.petitions.rules.abuse import network_of
from app.petitions.rules.addresses import (
    area_for,
    canonical_signer,
    folded_name,
    folded_postcode,
)
from app.petitions.rules.signing import (
    SALT_BYTES,
    commitment,
    may_mail_again,
    rank_for,
    reason_status,
)

LOOK_JOB = "app.petitions.jobs.signers.look_at_signature"


@dataclass(frozen=True)
class SigningDetails:
    """What someone writes when they sign."""

    name: str
    email: str
    postcode: str = ""
    area: str = ""
    reason: str = ""
    perspective: Perspective = Perspective.UNSAID
    display: DisplayName = DisplayName.HIDDEN
    #: Ids of the hosts that may write to the signer.
    consents: Collection[int] = ()
    is_following: bool = False
    source: SignatureSource = SignatureSource.WEB
    event_id: int | None = None
    via_id: int | None = None
    #: The internet address it came from: kept only as a keyed hash of its range, for a week.
    network: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class _Keys:
    """Keyed hashes by which people who sign twice are known (`core.crypto.lookup_hash`)."""

    email: str
    name: str
    postcode: str | None


@dataclass(frozen=True)
class PreparedSignature:
    """A signature ready to be written down, or the one that answers this try."""

    signature: Signature | None
    existing_id: int | None
    mail: Email | None
    consents: Collection[int] = ()


def sign(petition: Petition, details: SigningDetails) -> int | None:
    """Sign in the open transaction and give the signature's number; None when the address is there."""
    return take_up_signature(prepare_signature(petition, details))


def prepare_signature(petition: Petition, details: SigningDetails) -> PreparedSignature:
    """Check a signature and write its mail, changing nothing yet; raise Refused when nobody can sign."""
    if not can_sign(petition, clock.now()):
        raise Refused(_("This petition is not open for signing."))
    keys = _Keys(
        email=lookup_hash(canonical_signer(details.email)),
        name=lookup_hash(folded_name(details.name)),
        postcode=_key_of(folded_postcode(details.postcode)),
    )
    there = signatures_at(petition.id, keys.email)
    rank = rank_for([*there.values()], keys.name, keys.postcode)
    if rank is None:
        return _prepare_again(petition, session.get_one(Signature, next(iter(there))))
    signature = _new_signature(petition, details, keys, rank)
    return PreparedSignature(signature, None, written(emails.confirm(signature, petition)), details.consents)


def take_up_signature(prepared: PreparedSignature) -> int | None:
    """Write a prepared signature down and give its number; None when it answers one that is there.

    Two tries of one address at once end in an IntegrityError: prepare the second one again, and it
    finds the first.
    """
    if prepared.mail:
        post(prepared.mail)
    if prepared.signature is None:
        _note_mail(prepared)
        return None
    signature = prepared.signature
    insert_row(signature)
    for organisation_id in prepared.consents:
        consent = SignatureConsent(
            signature_id=signature.id, organisation_id=organisation_id, at=signature.created_at
        )
        session.add(consent)
    enqueue_named(LOOK_JOB, signature.id)
    return signature.id


def _prepare_again(petition: Petition, first: Signature) -> PreparedSignature:
    mail = None
    if may_mail_again(first.mails, first.mailed_at, clock.now()):
        is_pending = first.status is SignatureStatus.PENDING
        mail = written((emails.confirm if is_pending else emails.already)(first, petition))
    return PreparedSignature(None, first.id, mail)


def _note_mail(prepared: PreparedSignature) -> None:
    if prepared.existing_id is not None and prepared.mail is not None:
        first = locked_signature(prepared.existing_id)
        first.mails, first.mailed_at = first.mails + 1, clock.now()


def _new_signature(petition: Petition, details: SigningDetails, keys: _Keys, rank: int) -> Signature:
    now, token, salt = clock.now().replace(microsecond=0), new_token(), os.urandom(SALT_BYTES)
    asks_postcode = petition.area_question is AreaQuestion.POSTCODE
    return new_row(
        Signature,
        petition_id=petition.id,
        status=SignatureStatus.PENDING,
        source=details.source,
        event_id=details.event_id,
        via_id=details.via_id,
        name=details.name,
        email=details.email,
        postcode=details.postcode or None,
        email_key=keys.email,
        name_key=keys.name,
        postcode_key=keys.postcode,
        household_rank=rank,
        area=area_for(petition.area_question, details.postcode if asks_postcode else details.area),
        display=details.display,
        reason=details.reason or None,
        reason_status=reason_status(details.reason),
        perspective=details.perspective,
        is_following=details.is_following,
        language=details.language or locale(),
        token=token,
        token_hash=token_hash(token),
        created_at=now,
        mailed_at=now,
        reminders=0,
        mails=0,
        network_key=_key_of(network_of(details.network)),
        salt=salt,
        commitment=commitment(salt, petition.id, keys.email, now),
    )


def _key_of(text: str) -> str | None:
    return lookup_hash(text) if text else None
