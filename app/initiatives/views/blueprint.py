"""The blueprint of initiatives, and how each screen finds its initiative and for whom one acts."""

from flask import Blueprint

from app.accounts.models import User
from app.core.access import me, require
from app.core.errors import existing
from app.initiatives.models import Initiative
from app.initiatives.policies import can_decide, can_edit, can_see_on_desk
from app.initiatives.queries import initiative_by_slug

blueprint = Blueprint("initiatives", __name__)


def initiative_on_desk(slug: str) -> tuple[User, Initiative]:
    """Give the signed-in person and an initiative of their hosts; to anyone else it does not exist."""
    user, initiative = me(User), existing(initiative_by_slug(slug))
    require(can_see_on_desk(user, initiative), hide=True)
    return user, initiative


def edited_initiative(slug: str) -> tuple[User, Initiative]:
    """Give an initiative that the person may write on."""
    user, initiative = initiative_on_desk(slug)
    require(can_edit(user, initiative))
    return user, initiative


def decided_initiative(slug: str) -> tuple[User, Initiative]:
    """Give an initiative about which the person may decide."""
    user, initiative = initiative_on_desk(slug)
    require(can_decide(user, initiative))
    return user, initiative
