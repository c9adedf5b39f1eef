"""The blueprint, and how each screen finds its ask and for whom the person acts."""

from flask import Blueprint

from app.accounts.models import User
from app.asks.models import Ask, AskTarget
from app.asks.policies import can_edit, can_see_on_desk
from app.asks.queries import ask_by_slug, ask_target_of, target_by_slug
from app.core.access import me, require
from app.core.errors import existing

blueprint = Blueprint("asks", __name__)


def ask_on_desk(slug: str) -> tuple[User, Ask]:
    """Give the signed-in person and an ask of their hosts; to anyone else it does not exist."""
    user, ask = me(User), existing(ask_by_slug(slug))
    require(can_see_on_desk(user, ask), hide=True)
    return user, ask


def edited_ask(slug: str) -> tuple[User, Ask]:
    """Give an ask that the person may write on."""
    user, ask = ask_on_desk(slug)
    require(can_edit(user, ask))
    return user, ask


def tracked(slug: str, target_slug: str) -> tuple[User, AskTarget]:
    """Give how an ask of their hosts stands with one target."""
    user, ask = edited_ask(slug)
    target = target_by_slug(target_slug)
    ask_target = existing(ask_target_of(ask, target) if target else None)
    return user, ask_target
