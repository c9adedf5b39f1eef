"""What an ask says: to everybody, as a change that waits for its hosts, and as they write on it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.asks.models import Ask, AskTarget, Standing, Target
from app.asks.queries.asks import targets_of
from app.asks.rules.content import content_of
from app.cohosting.queries import with_pending
from app.cohosting.rules import Content
from app.core.database import session


def current_targets(ask: Ask) -> list[AskTarget]:
    """Give the targets that an ask is put to now."""
    return [each for each in targets_of(ask) if each.standing is not Standing.WITHDRAWN]


def settled_content(ask: Ask) -> Content:
    """Give what the ask says now: its columns and its targets."""
    return content_of(ask, tuple(each.target.slug for each in current_targets(ask)))


def working_content(ask: Ask) -> Content:
    """Give what hosts write on: what the ask says, with the changes that wait for sign-off."""
    return with_pending(settled_content(ask), ask.cohosting)


def targets_at(slugs: Collection[str]) -> Sequence[Target]:
    """Give the targets at these addresses."""
    return session.scalars(select(Target).where(Target.slug.in_(slugs)).order_by(Target.id)).all()


def target_names(slugs: Collection[str]) -> dict[str, str]:
    """Give what the targets at these addresses are called."""
    return {target.slug: target.name for target in targets_at(slugs)}
