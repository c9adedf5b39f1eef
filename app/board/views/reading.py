"""The board, and one post."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.board import queries
from app.board.forms import AnswerForm
from app.board.models import BoardPost, Kind
from app.board.policies import can_look_after, can_read_board
from app.board.queries import BoardSearch
from app.board.rules import seeking
from app.board.views.blueprint import blueprint, posting_organisations, read_post
from app.core import clock
from app.core.access import me, signed_in
from app.core.forms import choices
from app.core.numbers import row_number
from app.core.text import clean_line
from app.initiatives.models import Theme


@blueprint.get("/desk/board")
@signed_in
def board() -> ResponseReturnValue:
    """Show one's own posts, what would fit them, and all the others."""
    user = me(User)
    if not can_read_board(user):
        return render_template("board/closed.html")
    search = _search()
    return render_template(
        "board/board.html",
        own=queries.own_posts(user),
        suggestions=queries.suggestions_for(user),
        page=queries.posts_up(search),
        search=search,
        kinds=list(Kind),
        themes=list(Theme),
        can_post=bool(posting_organisations(user)),
        seeking=seeking,
        now=clock.now(),
    )


@blueprint.get("/desk/board/<int:post_id>")
@signed_in
def show(post_id: int) -> ResponseReturnValue:
    """Show a post; its answers only to those who look after it."""
    user, post = read_post(post_id)
    return post_page(user, post, answer_form(user, post))


def post_page(user: User, post: BoardPost, form: AnswerForm) -> str:
    """Render a post as this person sees it."""
    answers = queries.answers_to(post)
    ours = {each.id for each in posting_organisations(user)}
    is_own = can_look_after(user, post)
    return render_template(
        "board/post.html",
        post=post,
        seeking=seeking,
        form=form,
        is_own=is_own,
        answers=answers if is_own else [each for each in answers if each.organisation_id in ours],
        is_up=post.is_open and post.open_until > clock.now(),
    )


def answer_form(user: User, post: BoardPost) -> AnswerForm:
    """Make the form for an answer, with the organisations that may give one."""
    form = AnswerForm(request.form or None)
    own = [each for each in posting_organisations(user) if each.id != post.organisation_id]
    form.organisation.choices = choices((each.id, each.name) for each in own)
    return form


def _search() -> BoardSearch:
    kind, theme = request.args.get("kind", ""), request.args.get("theme", "")
    return BoardSearch(
        area=clean_line(request.args.get("area", ""))[:80],
        kind=Kind(kind) if kind in set(Kind) else None,
        theme=Theme(theme) if theme in set(Theme) else None,
        before_id=row_number(request.args.get("before", "")),
    )
