"""Begin a fund, write it together, and agree on parts."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.forms import WritingForm
from app.cohosting.queries import open_proposal
from app.cohosting.rules import Content
from app.cohosting.services import WrittenMeanwhile, begin_once
from app.cohosting.views.acting import done, edit_in, form_page, offer_hosts, told_saved, warn_overtaken
from app.core.access import me, require, signed_in
from app.core.errors import Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _, locale
from app.core.transaction import transaction
from app.donations import policies, services
from app.donations.forms import BeginFundForm, FundForm, SharesForm, typed_from, typed_shares
from app.donations.models import Fund
from app.donations.queries import contents
from app.donations.queries.funds import causes_for, fund_of
from app.donations.rules.content import FundDetails, content_from, details_from, weights_in
from app.donations.rules.status import UNPUBLISHED
from app.donations.rules.wording import differences
from app.donations.views.blueprint import blueprint, edited_fund
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of


@blueprint.route("/desk/funds/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Begin a draft with nothing but its title."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginFundForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        return render_template("donations/new.html", form=form)
    if not form.validate():
        return invalid("donations/new.html", form=form)
    organisation = next(each for each in own if each.id == form.organisation.data)
    with transaction():
        require(can_organise(user, organisation))
        details = FundDetails(title=form.title.data or "", language=locale())
        fund = begin_once(details, services.draft_fund, fund_of, organisation=organisation, by=user)
    return see_other(url_for("donations.edit", slug=fund.slug))


@blueprint.route("/desk/funds/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what hosts have so far; save what was written."""
    user, fund = edited_fund(slug)
    working = contents.working_content(fund)
    if request.method == "GET":
        form = FundForm(data=typed_from(working, fund.version))
    else:
        form = FundForm(request.form)
    _offer_causes(form, fund)
    parts = details_from(working).shares
    return _written(user, fund, form, lambda: form.details(parts), "edit")


@blueprint.route("/desk/funds/<slug>/shares", methods=["GET", "POST"])
@signed_in
def shares(slug: str) -> ResponseReturnValue:
    """Agree on who gets what of each gift."""
    user, fund = edited_fund(slug)
    working = contents.working_content(fund)
    hosts = [each.id for each in contents.hosts_by_age(fund)]
    if request.method == "GET":
        form = SharesForm(data=typed_shares(hosts, weights_in(working), fund.version))
    else:
        form = SharesForm(request.form)
    form.hosts = hosts
    names = contents.names_for({"shares": [{"organisation": each, "weight": 0} for each in hosts]}).hosts
    return _written(user, fund, form, lambda: form.details(working), "shares", names=names)


def _offer_causes(form: FundForm, fund: Fund) -> None:
    """Offer what else the hosts hold; what the fund is for now stays among it."""
    found = {each.id: each.title for each in causes_for(fund.cohosting)}
    if fund.about is not None:
        found.setdefault(fund.about.id, fund.about.title)
    whole = ("", _("The work of its hosts"))
    form.about.choices = choices([whole, *((str(number), title) for number, title in found.items())])


def _written(  # what the two forms differ in
    user: User,
    fund: Fund,
    form: WritingForm,
    details: Callable[[], FundDetails],
    template: str,
    **context: object,
) -> ResponseReturnValue:
    """Save what was written, or show the form (again) with everything that was typed."""
    offer_hosts(form, user, fund)
    if request.method == "GET" or not form.validate():
        return _page(template, fund, form, **context)
    try:
        with transaction():
            require(policies.can_edit(user, fund))
            saved = services.save_fund(fund, edit_in(form, user, fund, details()))
    except WrittenMeanwhile:
        return _overtaken(template, fund, form, content_from(details()), **context)
    except Refused as error:
        form.refuse(error.sentence)
        return _page(template, fund, form, **context)
    return done(told_saved(saved), fund)


def _overtaken(
    template: str, fund: Fund, form: WritingForm, ours: Content, **context: object
) -> ResponseReturnValue:
    """Show what differs from what a co-host saved meanwhile; what was typed stays in the form."""
    theirs = contents.working_content(fund)
    warn_overtaken(form, fund.version)
    rows = differences(theirs, ours, contents.names_for(theirs, ours))
    return _page(template, fund, form, overtaken=rows, **context)


def _page(template: str, fund: Fund, form: WritingForm, **context: object) -> ResponseReturnValue:
    return form_page(
        template,
        form,
        fund=fund,
        is_public=fund.status not in UNPUBLISHED,
        proposal=open_proposal(fund.cohosting),
        **context,
    )
