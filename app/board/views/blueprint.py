"""The blueprint, and how each screen finds its post."""

from collections.abc import Sequence

from flask import Blueprint

from app.accounts.models import User
from app.board.models import BoardPost
from app.board.policies import can_look_after, can_post_for, can_read_post
from app.board.queries import post_by_id
from app.core.access import me, require
from app.core.errors import Forbidden, existing
from app.organisations.models import Organisation
from app.organisations.policies import ORGANISING
from app.organisations.queries import organisations_of

blueprint = Blueprint("board", __name__)


def read_post(post_id: int) -> tuple[User, BoardPost]:
    """Give a post that the person may read; to anyone else it does not exist."""
    user, post = me(User), existing(post_by_id(post_id))
    require(can_read_post(user, post), hide=True)
    return user, post


def own_post(post_id: int) -> tuple[User, BoardPost]:
    """Give a post that the person looks after."""
    user, post = read_post(post_id)
    require(can_look_after(user, post))
    return user, post


def posting_organisations(user: User) -> Sequence[Organisation]:
    """Give the organisations for which someone may write on the board."""
    return [each for each in organisations_of(user, ORGANISING) if can_post_for(user, each)]


def chosen(own: Sequence[Organisation], number: int | None) -> Organisation:
    """Give the organisation that was chosen; forbid one that is not theirs."""
    for each in own:
        if each.id == number:
            return each
    raise Forbidden
