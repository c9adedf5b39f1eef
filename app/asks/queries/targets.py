"""Those who can grant asks."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.asks.models import Ask, AskStatus, AskTarget, Target
from app.cohosting.queries import held_by_others
from app.core.database import session
from app.organisations.models import Organisation

FOUND_AT_MOST = 30


def target_by_slug(slug: str) -> Target | None:
    """Give the target at an address, with who entered it, or None."""
    query = select(Target).where(Target.slug == slug)
    return session.scalar(query.options(joinedload(Target.entered_by), joinedload(Target.organisation)))


def target_of_organisation(organisation: Organisation) -> Target | None:
    """Give the target that an organisation is itself, or None."""
    query = select(Target).where(Target.organisation_id == organisation.id).order_by(Target.id).limit(1)
    return session.scalar(query)


def targets_entered_by(*organisations: Organisation) -> Sequence[Target]:
    """Give the targets that these organisations have entered, by name."""
    ids = [organisation.id for organisation in organisations]
    query = select(Target).where(Target.entered_by_id.in_(ids)).order_by(Target.name, Target.id)
    return session.scalars(query.options(joinedload(Target.entered_by))).all()


def found_targets(words: str) -> Sequence[Target]:
    """Find targets by part of their name, office or jurisdiction; without words the latest."""
    query = select(Target)
    for word in words.lower().split():
        named = (
            func.lower(column).contains(word, autoescape=True)
            for column in (Target.name, Target.office, Target.jurisdiction)
        )
        query = query.where(or_(*named))
    order = (Target.name, Target.id) if words else (Target.id.desc(),)
    return session.scalars(query.order_by(*order).limit(FOUND_AT_MOST)).all()


def asks_put_to(target: Target, *, by_others: bool = False) -> Sequence[Ask]:
    """Give the asks that were put to a target and are, or were, public.

    By others: only what someone else than who entered it holds, alone or together with them.
    """
    put = select(AskTarget.ask_id).where(AskTarget.target_id == target.id)
    query = select(Ask).where(Ask.id.in_(put), Ask.status == AskStatus.PUBLISHED)
    if by_others:
        query = query.where(Ask.cohosting_id.in_(held_by_others(target.entered_by_id)))
    return session.scalars(query.order_by(Ask.id)).all()
