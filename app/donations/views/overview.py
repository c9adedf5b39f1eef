"""The funds of my hosts, and how one stands."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.views.acting import hosting
from app.core import clock
from app.core.access import me, signed_in
from app.core.i18n import _
from app.donations import policies
from app.donations.gateway.door import gifts_are_on
from app.donations.models import Fund, FundStatus
from app.donations.queries import contents
from app.donations.queries import funds as queries
from app.donations.queries.giving import messages_to_read
from app.donations.queries.ledger import sums_of
from app.donations.rules.content import details_from
from app.donations.rules.ledger import raised
from app.donations.rules.public_ledger import percent_of
from app.donations.rules.readiness import (
    Holding,
    can_travel,
    missing_for_opening,
    refusal_to_close,
    refusal_to_delete,
    refusal_to_reopen,
    route_sentence,
)
from app.donations.rules.sharing import percent
from app.donations.rules.status import SHOWN, can_move
from app.donations.views.blueprint import blueprint, fund_on_desk
from app.organisations.policies import ORGANISING
from app.organisations.queries import organisations_of

TONES = {FundStatus.DRAFT: "plum", FundStatus.PROPOSED: "plum", FundStatus.OPEN: "teal"}


@blueprint.get("/desk/funds")
@signed_in
def mine() -> ResponseReturnValue:
    """List the funds of the person's hosts."""
    user = me(User)
    return render_template(
        "donations/mine.html",
        funds=queries.funds_held_by(*organisations_of(user)),
        can_begin=bool(organisations_of(user, ORGANISING)),
        gifts_on=gifts_are_on(),
    )


@blueprint.get("/desk/funds/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how the fund stands, what waits for whom, and what can be done next."""
    user, fund = fund_on_desk(slug)
    content = contents.settled_content(fund)
    holding = contents.holding_of(fund, content)
    total = raised(sums_of(fund).lines())
    return render_template(
        "donations/show.html",
        fund=fund,
        tone=TONES.get(fund.status, "clay"),
        sentence=sentence_of(fund, holding),
        is_shown=fund.status in SHOWN,
        raised=total,
        percent=percent_of(total, fund.goal_minor),
        shares=[(each.organisation, percent(each.weight)) for each in queries.shares_of(fund)],
        is_agreed=holding.is_agreed,
        missing=missing_for_opening(details_from(content), holding, clock.now().date()),
        waiting_messages=len(messages_to_read(fund)) if fund.status in SHOWN else 0,
        gifts_on=gifts_are_on(),
        can_edit=policies.can_edit(user, fund),
        can_open=can_move(fund.status, FundStatus.PROPOSED),
        can_close=refusal_to_close(fund) is None,
        can_reopen=refusal_to_reopen(fund) is None,
        can_delete=refusal_to_delete(fund) is None,
        can_keep=policies.can_keep(user, fund),
        **hosting(user, fund),
    )


def sentence_of(fund: Fund, holding: Holding) -> str:
    """Say what its status means for people."""
    if fund.status is FundStatus.OPEN and not holding.is_agreed:
        return _(
            "It takes no gifts now: its hosts have changed, and have to agree anew on how gifts are shared."
        )
    if fund.status is FundStatus.OPEN and not holding.are_verified:
        return _("It takes no gifts now, until each of its hosts is verified. Monthly gifts go on.")
    if fund.status is FundStatus.OPEN and not can_travel(fund.route, holding):
        return _("It takes no gifts now. %(why)s", why=route_sentence(fund.route, holding))
    return {
        FundStatus.DRAFT: _("This is a draft. Only hosts can see it."),
        FundStatus.PROPOSED: _("It opens as soon as every host has signed it off."),
        FundStatus.OPEN: _("Everyone can read it, and give."),
        FundStatus.CLOSED: _("It takes no more gifts. Its page and its ledger stay."),
        FundStatus.DELETED: _("It is deleted."),
    }[fund.status]
