"""Answer what the rooms below ask of petitions."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.facts import DataPart, PersonalData
from app.asks.facts import IsTargetShown
from app.cohosting.facts import IsOver, WhatItSays, WhereItIsShown
from app.cohosting.queries import held_by_others
from app.cohosting.rules import Difference
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.i18n import _
from app.petitions.models import Petition, PetitionStatus, PetitionTarget, Signature
from app.petitions.queries.petitions import names_of, petition_of, working_content
from app.petitions.rules import SHOWN
from app.petitions.rules.addresses import canonical_signer
from app.petitions.rules.wording import whole


def is_over(question: IsOver) -> bool:
    """Tell whether a petition has closed: its page stays and names who held it."""
    petition = petition_of(question.cohosting)
    return petition is not None and petition.status is PetitionStatus.CLOSED


def is_target_shown(question: IsTargetShown) -> bool:
    """Tell whether a petition that the public sees is put to a target."""
    put = PetitionTarget.target_id == question.target.id
    query = select(PetitionTarget.petition_id).join(Petition, Petition.id == PetitionTarget.petition_id)
    query = query.where(put, Petition.status.in_(SHOWN))
    if question.by_others:
        query = query.where(Petition.cohosting_id.in_(held_by_others(question.target.entered_by_id)))
    return session.scalar(query.limit(1)) is not None


def what_it_says(question: WhatItSays) -> Sequence[Difference]:
    """Say what a petition is so far."""
    petition = petition_of(question.cohosting)
    if petition is None:
        return ()
    content = working_content(petition)
    return whole(content, names_of(content))


def where_it_is_shown(question: WhereItIsShown) -> str:
    """Give the page of a petition, while everyone can read it."""
    petition = petition_of(question.cohosting)
    return f"/petitions/{petition.slug}" if petition is not None and petition.status in SHOWN else ""


def personal_data(question: PersonalData) -> DataPart:
    """Give the signatures of the person's confirmed address."""
    user = question.user
    found = []
    if user.confirmed_at is not None:
        key = lookup_hash(canonical_signer(user.email))
        found = list(
            session.scalars(select(Signature).where(Signature.email_key == key).order_by(Signature.id))
        )
    content = [
        {
            "petition": each.petition.title,
            "name": each.name,
            "area": each.area,
            "reason": each.reason,
            "status": each.status.value,
            "signed_at": each.created_at.isoformat(),
        }
        for each in found
    ]
    return DataPart("signatures", _("Petitions you signed"), {"signatures": content})
