"""Put a post up, change it, take it off."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.board import services
from app.board.forms import PostForm, values_of
from app.board.models import BoardPost
from app.board.policies import can_post_for
from app.board.views.blueprint import blueprint, chosen, own_post, posting_organisations
from app.core.access import me, require, signed_in
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction

PAGE = "board/edit.html"


@blueprint.route("/desk/board/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Put a post up."""
    user = me(User)
    own = posting_organisations(user)
    form = PostForm(request.form or None)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        return render_template(PAGE, form=form, post=None)
    if form.validate():
        organisation = chosen(own, form.organisation.data)
        with form.explaining():
            with transaction():
                require(can_post_for(user, organisation))
                post = services.write_post(form.details(), organisation, by=user)
            return _done(_("Your post is up. You get a mail when somebody answers."), post)
    return invalid(PAGE, form=form, post=None)


@blueprint.route("/desk/board/<int:post_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(post_id: int) -> ResponseReturnValue:
    """Change a post; saving puts it up for another 90 days."""
    user, post = own_post(post_id)
    form = PostForm(request.form or None, data=values_of(post))
    form.organisation.choices = choices([(post.organisation_id, post.organisation.name)])
    if request.method == "GET":
        return render_template(PAGE, form=form, post=post)
    if form.validate():
        with form.explaining():
            with transaction():
                require(can_post_for(user, post.organisation))
                services.change_post(post, form.details(), by=user)
            return _done(_("Saved."), post)
    return invalid(PAGE, form=form, post=post)


@blueprint.post("/desk/board/<int:post_id>/close")
@signed_in
def close(post_id: int) -> ResponseReturnValue:
    """Take a post off the board."""
    user, post = own_post(post_id)
    with transaction():
        services.close_post(post, by=user)
    return _done(_("It is off the board. The answers stay here for you."), post)


def _done(sentence: str, post: BoardPost) -> ResponseReturnValue:
    flash(sentence, "success")
    return see_other(url_for("board.show", post_id=post.id))
