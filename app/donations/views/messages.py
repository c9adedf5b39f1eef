"""Read what givers wrote before others can."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cohosting.policies import acting_organisations
from app.core.access import require, signed_in
from app.core.errors import NotFound, Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.donations.models import MessageStatus
from app.donations.policies import can_decide
from app.donations.queries.giving import message_of, messages_read, messages_to_read
from app.donations.services.showing import READ, judge_message
from app.donations.views.blueprint import blueprint, decided_fund
from app.organisations.policies import can_publish


@blueprint.get("/desk/funds/<slug>/messages")
@signed_in
def messages(slug: str) -> ResponseReturnValue:
    """Show what givers wrote, what waits first."""
    _user, fund = decided_fund(slug)
    return render_template(
        "donations/messages.html", fund=fund, waiting=messages_to_read(fund), read=messages_read(fund)
    )


@blueprint.post("/desk/funds/<slug>/messages/<int:donation_id>")
@signed_in
def judge(slug: str, donation_id: int) -> ResponseReturnValue:
    """Show a message to everyone, or keep it unseen."""
    user, fund = decided_fund(slug)
    donation, verdict = message_of(fund, donation_id), request.form.get("verdict", "")
    if donation is None or verdict not in set(READ):
        raise NotFound
    try:
        with transaction():
            require(can_decide(user, fund))
            host = max(acting_organisations(user, fund.cohosting), key=can_publish)
            judge_message(donation, MessageStatus(verdict), by=user, on_behalf_of=host)
    except Refused as error:
        flash(error.sentence, "error")
    else:
        is_shown = verdict == MessageStatus.SHOWN
        flash(_("Everyone can read it now.") if is_shown else _("Nobody will see it."), "success")
    return see_other(url_for("donations.messages", slug=slug))
