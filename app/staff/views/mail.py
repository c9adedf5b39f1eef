"""Mail that has not arrived."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, staff
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.outbox import services
from app.outbox.rules import MOST_ATTEMPTS
from app.staff.queries import delayed, failed, message_by_id
from app.staff.rules import mail_about, outcome_in_words
from app.staff.views.blueprint import PAGE_LENGTH, blueprint, cursor, page_of


@blueprint.get("/staff/mail")
@staff
def mail() -> ResponseReturnValue:
    """List messages that failed for good, and those that are tried again, with what the mail server said."""
    before = cursor()
    rows, older = page_of(failed(before_id=before, limit=PAGE_LENGTH + 1))
    return render_template(
        "staff/mail.html",
        failed=rows,
        delayed=delayed(PAGE_LENGTH) if before is None else [],
        mail_about=mail_about,
        most_attempts=MOST_ATTEMPTS,
        days_kept=services.BODIES_KEPT.days,
        outcome_in_words=outcome_in_words,
        older=older,
    )


@blueprint.post("/staff/mail/<int:message_id>/retry")
@staff
def retry(message_id: int) -> ResponseReturnValue:
    """Send a failed message anew."""
    message = existing(message_by_id(message_id))
    try:
        with transaction():
            services.retry(message, by=me(User))
        flash(_("It is on its way again."), "success")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("staff.mail"))
