"""Answer a post, and begin together from an answer."""

from http import HTTPStatus

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from app.board import services
from app.board.policies import can_look_after, can_post_for
from app.board.queries import answer_of
from app.board.views.blueprint import blueprint, chosen, own_post, posting_organisations, read_post
from app.board.views.reading import answer_form, post_page
from app.core.access import require, signed_in
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter
from app.core.transaction import transaction


@blueprint.post("/desk/board/<int:post_id>/answers")
@signed_in
@limiter.limit(SEND_MAIL)
def answer(post_id: int) -> ResponseReturnValue:
    """Answer for one's organisation."""
    user, post = read_post(post_id)
    form = answer_form(user, post)
    if form.validate():
        organisation = chosen(posting_organisations(user), form.organisation.data)
        with form.explaining():
            with transaction():
                require(can_post_for(user, organisation))
                services.answer_post(post, organisation, form.message.data or "", by=user)
            flash(_("Your answer is on its way to them."), "success")
            return see_other(url_for("board.show", post_id=post_id))
    return post_page(user, post, form), HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.post("/desk/board/<int:post_id>/answers/<int:answer_id>/draft")
@signed_in
def begin(post_id: int, answer_id: int) -> ResponseReturnValue:
    """Begin a joint draft from an answer, at one press."""
    user, post = own_post(post_id)
    given = existing(answer_of(post, answer_id))
    try:
        with transaction():
            require(can_look_after(user, post))
            event = services.begin_together(given, by=user)
    except Refused as error:
        flash(error.sentence, "error")
        return see_other(url_for("board.show", post_id=post_id))
    flash(_("Here is your joint draft. Both of you can write on it now."), "success")
    return see_other(url_for("events.show", slug=event.slug))
