"""Who may read the board and write on it, read from the memberships of this moment."""

from sqlalchemy import ColumnElement

from app.accounts.models import User
from app.board.models import BoardPost
from app.core import clock
from app.organisations.models import Organisation, OrganisationStatus
from app.organisations.policies import ORGANISING, can_organise, can_publish
from app.organisations.queries import organisations_of


def can_read_board(user: User) -> bool:
    """Whoever organises for some organisation reads the board; it is no public page."""
    return any(not each.is_archived for each in organisations_of(user, ORGANISING))


def can_post_for(user: User, organisation: Organisation) -> bool:
    """Organisers write for a verified organisation: others rely on that somebody vouches for it."""
    return can_publish(organisation) and can_organise(user, organisation)


def can_look_after(user: User, post: BoardPost) -> bool:
    """Organisers of the organisation that posted change the post, read all answers and take them up."""
    return can_organise(user, post.organisation)


def can_read_post(user: User, post: BoardPost) -> bool:
    """Others read a post while it is up."""
    is_up = post.is_open and post.open_until > clock.now() and can_publish(post.organisation)
    return can_look_after(user, post) or (is_up and can_read_board(user))


def is_up() -> ColumnElement[bool]:
    """Match, in queries over BoardPost and Organisation, the posts that are up."""
    return (
        BoardPost.is_open
        & (BoardPost.open_until > clock.now())
        & (Organisation.status == OrganisationStatus.VERIFIED)
    )
