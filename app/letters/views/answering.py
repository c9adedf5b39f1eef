"""Say how it was, by the link in the mail, without a name."""

from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import public
from app.core.errors import Invalid, Refused
from app.core.http import invalid, see_other
from app.core.limits import by_link
from app.core.marks import any_origin
from app.core.transaction import transaction
from app.letters import services
from app.letters.forms import FeedbackForm
from app.letters.queries import ticket_by_token
from app.letters.views.blueprint import blueprint

PAGE = "letters/feedback.html"


@blueprint.get("/feedback/<token>")
@by_link
def feedback_page(token: str) -> ResponseReturnValue:
    """Show the three questions."""
    ticket = ticket_by_token(token, clock.now())
    if ticket is None:
        return _over()
    return render_template(PAGE, token=token, event=ticket.event, form=FeedbackForm(request.form))


@blueprint.post("/feedback/<token>")
@by_link
@any_origin
def feedback(token: str) -> ResponseReturnValue:
    """Take an answer."""
    ticket = ticket_by_token(token, clock.now())
    if ticket is None:
        return _over()
    event, form = ticket.event, FeedbackForm(request.form)
    if form.validate():
        try:
            with transaction():
                services.take_feedback(token, form.details())
        except Invalid as error:
            form.refuse(error.sentence, error.field)
        except Refused:
            return _over()
        else:
            return see_other(url_for("letters.feedback_taken"))
    return invalid(PAGE, token=token, event=event, form=form)


@blueprint.get("/feedback/thank-you")
@public
def feedback_taken() -> ResponseReturnValue:
    """Thank for an answer: the same page for everybody."""
    return render_template("letters/taken.html")


def _over() -> ResponseReturnValue:
    return render_template("letters/over.html"), HTTPStatus.GONE
