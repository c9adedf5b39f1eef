"""Initiatives by address and by host; their aims, milestones and updates."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.queries import held_by_hosts_of, held_by_or_offered_to
from app.core.database import session
from app.initiatives.models import (
    Aim,
    Initiative,
    InitiativeStatus,
    InitiativeUpdate,
    Milestone,
)
from app.initiatives.policies import edited_by
from app.organisations.models import Organisation

MOST_UPDATES = 20


def initiative_by_slug(slug: str) -> Initiative | None:
    """Give the initiative at an address, with its cohosting; deleted ones are not there."""
    query = select(Initiative).where(Initiative.slug == slug, Initiative.status != InitiativeStatus.DELETED)
    return session.scalar(query.options(joinedload(Initiative.cohosting)))


def initiative_of(cohosting: Cohosting) -> Initiative | None:
    """Give the initiative that a cohosting holds."""
    return session.scalar(select(Initiative).where(Initiative.cohosting_id == cohosting.id))


def locked(initiative: Initiative) -> Initiative:
    """Read the initiative again and keep others from changing it until the transaction ends."""
    query = select(Initiative).where(Initiative.id == initiative.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def initiatives_held_by(*organisations: Organisation) -> Sequence[Initiative]:
    """Give the initiatives that these organisations hold or are asked to hold, newest first."""
    held = held_by_or_offered_to(*(each.id for each in organisations))
    query = select(Initiative).where(
        Initiative.cohosting_id.in_(held), Initiative.status != InitiativeStatus.DELETED
    )
    return session.scalars(query.order_by(Initiative.created_at.desc(), Initiative.id.desc())).all()


def initiatives_of_hosts(cohosting: Cohosting) -> Sequence[Initiative]:
    """Give the initiatives that any accepted host of this cohosting holds, by title."""
    query = select(Initiative).where(
        Initiative.cohosting_id.in_(held_by_hosts_of(cohosting)),
        Initiative.status != InitiativeStatus.DELETED,
    )
    return session.scalars(query.order_by(Initiative.title, Initiative.id)).all()


def aims_of(initiative: Initiative) -> Sequence[Aim]:
    """Give what an initiative wants to reach, in the order in which its hosts wrote it."""
    query = select(Aim).where(Aim.initiative_id == initiative.id)
    return session.scalars(query.order_by(Aim.position, Aim.id)).all()


def aim_of(initiative: Initiative, aim_id: int) -> Aim | None:
    """Give one aim of an initiative."""
    return session.scalar(select(Aim).where(Aim.initiative_id == initiative.id, Aim.id == aim_id))


def milestones_of(initiative: Initiative, *, with_removed: bool = False) -> Sequence[Milestone]:
    """Give the dated steps of an initiative, soonest first."""
    query = select(Milestone).where(Milestone.initiative_id == initiative.id)
    if not with_removed:
        query = query.where(Milestone.removed_at.is_(None))
    return session.scalars(query.order_by(Milestone.due_on, Milestone.id)).all()


def milestone_of(initiative: Initiative, milestone_id: int) -> Milestone | None:
    """Give one dated step of an initiative, also one that was taken off."""
    return session.scalar(
        select(Milestone).where(Milestone.initiative_id == initiative.id, Milestone.id == milestone_id)
    )


def milestones_due_for(user: User, today: date) -> Sequence[Milestone]:
    """Give the milestones that were due by now, unreached, of what the person may write on."""
    query = (
        select(Milestone)
        .join(Initiative, Initiative.id == Milestone.initiative_id)
        .where(
            Initiative.status == InitiativeStatus.PUBLISHED,
            edited_by(user),
            Milestone.due_on <= today,
            Milestone.reached_on.is_(None),
            Milestone.removed_at.is_(None),
        )
        .options(contains_eager(Milestone.initiative))
        .order_by(Milestone.due_on, Milestone.id)
    )
    return session.scalars(query).all()


def updates_of(initiative: Initiative, limit: int = MOST_UPDATES) -> Sequence[InitiativeUpdate]:
    """Give the hosts' news, newest first."""
    query = select(InitiativeUpdate).where(InitiativeUpdate.initiative_id == initiative.id)
    query = query.options(joinedload(InitiativeUpdate.organisation))
    return session.scalars(query.order_by(InitiativeUpdate.id.desc()).limit(limit)).all()
