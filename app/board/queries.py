"""Read the board."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import User
from app.board.models import BoardAnswer, BoardPost, Kind
from app.board.policies import is_up
from app.board.rules import Suggestion, suggestions
from app.core import clock
from app.core.database import session
from app.core.i18n import _
from app.initiatives.models import Theme
from app.organisations.models import Organisation
from app.organisations.policies import organised_by

PAGE_LENGTH = 20
#: So many of the newest posts are looked through for what would fit.
LOOKED_THROUGH = 500


@dataclass(frozen=True)
class BoardSearch:
    """What someone looks for on the board."""

    area: str = ""
    #: What sort of organisation posts.
    kind: Kind | None = None
    theme: Theme | None = None
    before_id: int | None = None


@dataclass(frozen=True)
class BoardPage:
    """A page of posts, and where the next one begins."""

    items: Sequence[BoardPost]
    next_id: int | None


def post_by_id(post_id: int) -> BoardPost | None:
    """Give a post."""
    return session.get(BoardPost, post_id)


def posts_up(search: BoardSearch) -> BoardPage:
    """Give a page of the posts that are up, newest first."""
    query = _up()
    for word in search.area.split():
        query = query.where(BoardPost.area.icontains(word, autoescape=True))
    if search.kind:
        query = query.where(BoardPost.we_are == search.kind)
    if search.before_id is not None:
        query = query.where(BoardPost.id < search.before_id)
    if search.theme:
        query = query.where(cast(BoardPost.themes, Text).contains(f'"{search.theme.value}"'))
    rows = session.scalars(query.limit(PAGE_LENGTH + 1)).all()
    items = rows[:PAGE_LENGTH]
    return BoardPage(items, items[-1].id if len(rows) > PAGE_LENGTH else None)


def own_posts(user: User) -> Sequence[BoardPost]:
    """Give the posts of the organisations for which someone acts, newest first, closed ones too."""
    query = select(BoardPost).join(BoardPost.organisation).options(contains_eager(BoardPost.organisation))
    return session.scalars(query.where(organised_by(user)).order_by(BoardPost.id.desc())).all()


def suggestions_for(user: User) -> list[Suggestion]:
    """Give posts of others that would fit the open ones of this person's organisations."""
    own = [post for post in own_posts(user) if post.is_open and post.open_until > clock.now()]
    if not own:
        return []
    ours = {post.organisation_id for post in own}
    others = session.scalars(_up().where(BoardPost.organisation_id.not_in(ours)).limit(LOOKED_THROUGH))
    return suggestions(own, others)


def open_count(organisation: Organisation) -> int:
    """Count the posts that an organisation has up."""
    query = select(func.count(BoardPost.id)).where(
        BoardPost.organisation_id == organisation.id, BoardPost.is_open, BoardPost.open_until > clock.now()
    )
    return session.scalar(query) or 0


def newest_posts(organisation: Organisation, limit: int) -> Sequence[BoardPost]:
    """Give the posts that an organisation has put up last, newest first."""
    query = select(BoardPost).where(BoardPost.organisation_id == organisation.id)
    return session.scalars(query.order_by(BoardPost.id.desc()).limit(limit)).all()


def answers_to(post: BoardPost) -> Sequence[BoardAnswer]:
    """Give the answers to a post, first one first."""
    query = select(BoardAnswer).where(BoardAnswer.post_id == post.id)
    loaded = query.options(joinedload(BoardAnswer.organisation), joinedload(BoardAnswer.event))
    return session.scalars(loaded.order_by(BoardAnswer.id)).all()


def answer_of(post: BoardPost, answer_id: int) -> BoardAnswer | None:
    """Give an answer to this post by its number; never one to another."""
    return session.scalar(
        select(BoardAnswer).where(BoardAnswer.id == answer_id, BoardAnswer.post_id == post.id)
    )


def answer_by(post: BoardPost, organisation: Organisation) -> BoardAnswer | None:
    """Give what an organisation answered."""
    return session.scalar(
        select(BoardAnswer).where(
            BoardAnswer.post_id == post.id, BoardAnswer.organisation_id == organisation.id
        )
    )


def locked(answer: BoardAnswer) -> BoardAnswer:
    """Read an answer again and keep others from changing it until the transaction ends."""
    query = select(BoardAnswer).where(BoardAnswer.id == answer.id)
    return session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def personal_data(question: PersonalData) -> DataPart:
    """Answer what the board keeps about someone."""
    posts = session.scalars(select(BoardPost).where(BoardPost.by_id == question.user.id))
    answers = session.scalars(select(BoardAnswer).where(BoardAnswer.by_id == question.user.id))
    content = {
        "posts": [{"title": post.title, "at": post.created_at.isoformat()} for post in posts],
        "answers": [{"message": answer.message, "at": answer.at.isoformat()} for answer in answers],
    }
    return DataPart("board", _("What you wrote to find co-hosts"), content)


def _up() -> Select[BoardPost]:
    query = select(BoardPost).join(BoardPost.organisation).options(contains_eager(BoardPost.organisation))
    return query.where(is_up()).order_by(BoardPost.id.desc())
