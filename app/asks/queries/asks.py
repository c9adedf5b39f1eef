"""Single asks, their wordings and targets, and the asks of some hosts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.asks.models import Ask, AskStatus, AskTarget, Target, Wording
from app.cohosting.models import Cohosting
from app.cohosting.queries import held_by_hosts_of, held_by_or_offered_to
from app.core.database import session
from app.initiatives.models import Initiative
from app.organisations.models import Organisation


def ask_by_slug(slug: str) -> Ask | None:
    """Give the ask at an address, with its cohosting, or None; deleted ones are not there."""
    query = select(Ask).where(Ask.slug == slug, Ask.status != AskStatus.DELETED)
    return session.scalar(query.options(joinedload(Ask.cohosting), joinedload(Ask.initiative)))


def ask_of(cohosting: Cohosting) -> Ask | None:
    """Give the ask that a cohosting holds."""
    return session.scalar(select(Ask).where(Ask.cohosting_id == cohosting.id))


def locked(ask: Ask) -> Ask:
    """Read the ask again and keep others from changing it until the transaction ends."""
    query = select(Ask).where(Ask.id == ask.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def asks_of_hosts(cohosting: Cohosting) -> Sequence[Ask]:
    """Give the published asks that any accepted host of this cohosting holds, by title."""
    held = held_by_hosts_of(cohosting)
    query = select(Ask).where(Ask.cohosting_id.in_(held), Ask.status == AskStatus.PUBLISHED)
    return session.scalars(query.order_by(Ask.title, Ask.id)).all()


def asks_in(initiative: Initiative) -> Sequence[Ask]:
    """Give the published asks that belong to an initiative, oldest first."""
    query = select(Ask).where(Ask.initiative_id == initiative.id, Ask.status == AskStatus.PUBLISHED)
    return session.scalars(query.order_by(Ask.id)).all()


def asks_held_by(*organisations: Organisation) -> Sequence[Ask]:
    """Give the asks that these organisations hold or are asked to hold, newest first."""
    held = held_by_or_offered_to(*(each.id for each in organisations))
    query = select(Ask).where(Ask.cohosting_id.in_(held), Ask.status != AskStatus.DELETED)
    return session.scalars(query.order_by(Ask.created_at.desc(), Ask.id.desc())).all()


def targets_of(ask: Ask) -> Sequence[AskTarget]:
    """Give how an ask stands with each of its targets, in the order in which they were named."""
    query = select(AskTarget).where(AskTarget.ask_id == ask.id).options(joinedload(AskTarget.target))
    return session.scalars(query.order_by(AskTarget.id)).all()


def ask_target_of(ask: Ask, target: Target) -> AskTarget | None:
    """Give how an ask stands with one target, or None when it is not put to it."""
    query = select(AskTarget).where(AskTarget.ask_id == ask.id, AskTarget.target_id == target.id)
    return session.scalar(query.options(joinedload(AskTarget.target), joinedload(AskTarget.ask)))


def ask_target_by_id(ask_target_id: int) -> AskTarget | None:
    """Give how an ask stands with one target."""
    query = select(AskTarget).where(AskTarget.id == ask_target_id)
    return session.scalar(query.options(joinedload(AskTarget.target), joinedload(AskTarget.ask)))


def wordings_of(ask: Ask) -> Sequence[Wording]:
    """Give how each host put the ask, oldest first."""
    query = select(Wording).where(Wording.ask_id == ask.id).options(joinedload(Wording.organisation))
    return session.scalars(query.order_by(Wording.id)).all()


def wording_of(ask: Ask, organisation: Organisation) -> Wording | None:
    """Give how one host put the ask, or None."""
    query = select(Wording).where(Wording.ask_id == ask.id, Wording.organisation_id == organisation.id)
    return session.scalar(query)
