"""Make posts and answers for tests; they are committed at once."""

from typing import Any

from app.accounts.models import User
from app.board import services
from app.board.models import BoardAnswer, BoardPost, Kind
from app.board.services import PostDetails
from app.core.transaction import transaction
from app.organisations.models import Organisation


def details(**values: Any) -> PostDetails:
    """Give a men's group in Leeds that seeks a women's group, or something else."""
    usual = {"title": "An evening about sleep", "we_are": Kind.MEN, "seeks": ("women",), "area": "Leeds"}
    return PostDetails(**{**usual, **values})


def make_post(organisation: Organisation, by: User, **values: Any) -> BoardPost:
    """Make a post."""
    with transaction():
        return services.write_post(details(**values), organisation, by=by)


def make_answer(
    post: BoardPost, organisation: Organisation, by: User, message: str = "Gladly."
) -> BoardAnswer:
    """Make an answer."""
    with transaction():
        return services.answer_post(post, organisation, message, by=by)
