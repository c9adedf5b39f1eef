"""Make petitions and signatures for tests; they are committed at once."""

import os
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import insert

from app.accounts.models import User
from app.asks.models import Ask, Target
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.text import canonical_email, slugify
from app.core.tokens import new_token, token_hash
from app.organisations.models import Organisation
from app.petitions.models import (
    PaperBatch,
    Petition,
    PetitionAsk,
    PetitionStatus,
    PetitionTarget,
    Signature,
    SignatureRemoval,
    SignatureStatus,
    Uncounted,
)
from tests.cohosting.factories import make_held
from tests.organisations.factories import OrganisationFactory

_numbers = count(1)
_WAS_OPEN = {PetitionStatus.OPEN, PetitionStatus.CLOSED}


def make_petition(
    status: PetitionStatus = PetitionStatus.OPEN,
    *,
    hosts: Sequence[Organisation] | None = None,
    asks: Sequence[Ask] = (),
    targets: Sequence[Target] = (),
    turn: int | None = None,
    **values: Any,
) -> Petition:
    """Make a petition in any status, held by one verified organisation (or by `hosts`).

    `turn` is the number of its cohosting, from which the order of the hosts follows.
    """
    now = clock.now()
    title = values.pop("title", f"A counsellor in every school {next(_numbers)}")
    slug = values.pop("slug", slugify(title))
    defaults = {
        "demand": "Pay for one counsellor in each of the town's schools.",
        "background": "Boys and girls wait four months for a first talk.",
        "created_at": now,
        "revised_at": now,
        "opened_at": now if status in _WAS_OPEN else None,
        "opens_at": now + timedelta(days=7) if status is PetitionStatus.SCHEDULED else None,
        "submitted_at": now if status is PetitionStatus.IN_MODERATION else None,
        "closed_at": now if status is PetitionStatus.CLOSED else None,
    }
    held = make_held(HeldKind.PETITION, title, slug, hosts or [OrganisationFactory()], id=turn)
    petition = Petition(cohosting=held, slug=slug, title=title, status=status, **{**defaults, **values})
    session.add(petition)
    for position, ask in enumerate(asks):
        session.add(PetitionAsk(petition=petition, ask=ask, position=position))
    for target in targets:
        session.add(PetitionTarget(petition=petition, target=target))
    session.commit()
    return petition


def make_signature(
    petition: Petition, status: SignatureStatus = SignatureStatus.CONFIRMED, **values: Any
) -> Signature:
    """Make a signature of someone new, confirmed a moment ago; it is not counted yet."""
    now = clock.now()
    email = values.pop("email", f"signer-{next(_numbers)}@example.org")
    token = values.pop("token", new_token())
    salt = values.pop("salt", os.urandom(16))
    defaults = {
        "name": "Ash Green",
        "created_at": now,
        "confirmed_at": None if status is SignatureStatus.PENDING else now,
        "commitment": sha256(salt + email.encode()).digest(),
    }
    signature = Signature(
        petition=petition,
        status=status,
        email=email,
        email_key=lookup_hash(canonical_email(email)),
        token=token,
        token_hash=token_hash(token),
        salt=salt,
        **{**defaults, **values},
    )
    session.add(signature)
    session.flush()
    if signature.confirmed_at is not None:
        session.add(Uncounted(petition_id=petition.id, signature_id=signature.id))
    session.commit()
    return signature


def add_signatures(petition: Petition, number: int, **values: Any) -> list[int]:
    """Add many confirmed signatures in one statement; give their ids in order."""
    now = clock.now()
    rows = []
    for each in range(number):
        salt, token = os.urandom(16), new_token()
        rows.append(
            {
                "petition_id": petition.id,
                "status": SignatureStatus.CONFIRMED,
                "email_key": f"{next(_numbers)}",
                "household_rank": 1,
                "token": token,
                "token_hash": token_hash(token),
                "salt": salt,
                "commitment": sha256(salt).digest(),
                "created_at": now,
                "confirmed_at": now + timedelta(microseconds=each),
                **values,
            }
        )
    ids = session.scalars(insert(Signature).returning(Signature.id, sort_by_parameter_order=True), rows).all()
    changed = [{"petition_id": petition.id, "signature_id": each} for each in ids]
    session.execute(insert(Uncounted), changed)
    session.commit()
    return list(ids)


def make_batch(petition: Petition, by: User) -> PaperBatch:
    """Make a batch of sheets that someone has begun to enter."""
    batch = PaperBatch(
        petition=petition,
        note="Spring fair",
        entered_by_id=by.id,
        organisation=OrganisationFactory(),
        created_at=clock.now(),
    )
    session.add(batch)
    session.commit()
    return batch


def make_removal(petition: Petition) -> SignatureRemoval:
    """Make a bulk removal that is still being counted."""
    removal = SignatureRemoval(petition=petition, summary="A wave", created_at=clock.now())
    session.add(removal)
    session.commit()
    return removal
