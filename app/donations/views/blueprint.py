"""The blueprint of funds and gifts, and how each screen finds its fund and for whom one acts."""

from collections.abc import Callable

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.forms import ActingForm
from app.cohosting.models import Proposal, ProposalStatus
from app.cohosting.policies import acting_for, acting_organisations
from app.cohosting.queries import waits_for
from app.core.access import me, require
from app.core.errors import NotFound, Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.donations.models import Fund
from app.donations.policies import can_decide, can_edit, can_keep, can_see_on_desk, kept_organisations
from app.donations.queries.funds import fund_by_slug
from app.organisations.models import Organisation

blueprint = Blueprint("donations", __name__)


def fund_on_desk(slug: str) -> tuple[User, Fund]:
    """Give the signed-in person and a fund of their hosts; to anyone else it does not exist."""
    user, fund = me(User), fund_by_slug(slug)
    if fund is None or not can_see_on_desk(user, fund):
        raise NotFound
    return user, fund


def edited_fund(slug: str) -> tuple[User, Fund]:
    """Give a fund that the person may write on."""
    user, fund = fund_on_desk(slug)
    require(can_edit(user, fund))
    return user, fund


def decided_fund(slug: str) -> tuple[User, Fund]:
    """Give a fund about which the person may decide."""
    user, fund = fund_on_desk(slug)
    require(can_decide(user, fund))
    return user, fund


def kept_fund(slug: str) -> tuple[User, Fund]:
    """Give a fund of which the person looks after a host's money."""
    user, fund = fund_on_desk(slug)
    require(can_keep(user, fund))
    return user, fund


def offer_hosts(form: ActingForm, user: User, fund: Fund) -> None:
    """Offer the hosts for which the person may act."""
    acting = acting_organisations(user, fund.cohosting)
    form.for_hosts(choices((each.id, each.name) for each in acting))


def offer_kept_hosts(form: ActingForm, user: User, fund: Fund) -> None:
    """Offer the hosts whose money the person looks after."""
    form.for_hosts(choices((each.id, each.name) for each in kept_organisations(user, fund)))


def acted(form: ActingForm, user: User, fund: Fund, act: Callable[[Organisation], object]) -> bool:
    """Act for the chosen host in a transaction; tell whether it was done, else the form says why not."""
    if not form.validate():
        return False
    try:
        with transaction():
            require(can_decide(user, fund))
            act(acting_for(user, fund.cohosting, form.on_behalf_of.data))
    except Refused as error:
        form.refuse(error.sentence)
        return False
    return True


def form_page(template: str, form: ActingForm, **context: object) -> ResponseReturnValue:
    """Show a form, with 422 when something in it needs another look."""
    show = invalid if form.errors or form.form_errors else render_template
    return show(f"donations/{template}.html", form=form, **context)


def done(sentence: str, fund: Fund) -> ResponseReturnValue:
    """Say what has been done and lead to the fund."""
    flash(sentence, "success")
    return see_other(url_for("donations.show", slug=fund.slug))


def not_done(sentence: str, fund: Fund) -> ResponseReturnValue:
    """Say why nothing has been done and lead to the fund."""
    flash(sentence, "error")
    return see_other(url_for("donations.show", slug=fund.slug))


def told(proposal: Proposal | None, agreed: str) -> str:
    """Say what became of a proposal: `agreed` when it holds already, else who is waited for."""
    if proposal is None or proposal.status is not ProposalStatus.OPEN:
        return agreed
    return _("Proposed. %(waits)s", waits=waits_for(proposal))
