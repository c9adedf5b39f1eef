"""Mail that did not arrive."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, staff
from app.core.errors import NotFound, Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.outbox import services
from app.staff.queries import failures, message_by_id
from app.staff.views.blueprint import PAGE_LENGTH, blueprint, cursor, page_of


@blueprint.get("/staff/mail")
@staff
def mail() -> ResponseReturnValue:
    """List messages that failed for good, with what the mail server said."""
    rows, older = page_of(failures(before_id=cursor(), limit=PAGE_LENGTH + 1))
    return render_template("staff/mail.html", failures=rows, older=older)


@blueprint.post("/staff/mail/<int:message_id>/retry")
@staff
def retry(message_id: int) -> ResponseReturnValue:
    """Send a failed message anew."""
    message = message_by_id(message_id)
    if message is None:
        raise NotFound
    try:
        with transaction():
            services.retry(message, by=me(User))
        flash(_("It is on its way again."), "success")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("staff.mail"))
