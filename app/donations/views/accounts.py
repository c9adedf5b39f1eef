"""How an organisation takes gifts: its payment account with Stripe, and Gift Aid."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import require, signed_in
from app.core.errors import Invalid
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.settings import settings
from app.core.transaction import transaction
from app.donations.forms import AccountForm, CharityForm
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import GatewayError, GatewayUnavailable
from app.donations.gateway.orders import AccountOrder
from app.donations.models import ConnectedAccount
from app.donations.policies import can_keep_money
from app.donations.queries import charity_of, payouts_of
from app.donations.queries.accounts import account_of
from app.donations.rules.accounts import standing_of
from app.donations.services.accounts import CharityDetails, begin_account, keep_account, save_charity
from app.donations.views.blueprint import blueprint, kept_organisation
from app.organisations.models import Organisation

AT = "/desk/organisations/<slug>/giving"


@blueprint.get(AT)
@signed_in
def giving(slug: str) -> ResponseReturnValue:
    """Say how the organisation takes gifts, and what is still to be done."""
    _user, organisation = kept_organisation(slug)
    return render_template("donations/giving.html", **_context(organisation))


@blueprint.post(f"{AT}/account")
@signed_in
def onboard(slug: str) -> ResponseReturnValue:
    """Begin a payment account, or go on with it: make the link to Stripe, good for a few minutes."""
    user, organisation = kept_organisation(slug)
    require(gifts_are_on(), hide=True)
    form = AccountForm(request.form)
    if not form.validate():
        return invalid("donations/giving.html", **_context(organisation, account_form=form))
    with transaction():
        require(can_keep_money(user, organisation))
        row = begin_account(organisation, form.country.data, by=user)
    try:
        link = _link(row, organisation)
    except GatewayError as error:
        return _not_reached(organisation, error)
    return render_template("donations/onboard.html", organisation=organisation, link=link)


@blueprint.post(f"{AT}/account/look")
@signed_in
def look(slug: str) -> ResponseReturnValue:
    """Ask Stripe how the payment account stands."""
    user, organisation = kept_organisation(slug)
    row = account_of(organisation.id)
    if row is None or row.provider_id is None or not gifts_are_on():
        return see_other(url_for("donations.giving", slug=slug))
    try:
        told = gateway().account(row.provider_id)
    except GatewayError as error:
        return _not_reached(organisation, error)
    with transaction():
        require(can_keep_money(user, organisation))
        keep_account(row, told)
    flash(standing_of(row).sentence, "success")
    return see_other(url_for("donations.giving", slug=slug))


@blueprint.post(f"{AT}/gift-aid")
@signed_in
def charity(slug: str) -> ResponseReturnValue:
    """Keep what the organisation needs to claim Gift Aid."""
    user, organisation = kept_organisation(slug)
    form = CharityForm(request.form)
    if form.validate():
        try:
            with transaction():
                require(can_keep_money(user, organisation))
                save_charity(organisation, _details(form), by=user)
        except Invalid as error:
            form.refuse(error.sentence, error.field)
        else:
            flash(_("Saved."), "success")
            return see_other(url_for("donations.giving", slug=slug))
    return invalid("donations/giving.html", **_context(organisation, charity_form=form))


def _context(
    organisation: Organisation,
    account_form: AccountForm | None = None,
    charity_form: CharityForm | None = None,
) -> dict[str, object]:
    row, charity = account_of(organisation.id), charity_of(organisation.id)
    return {
        "organisation": organisation,
        "gifts_on": gifts_are_on(),
        "account": row,
        "standing": standing_of(row),
        "account_form": account_form or AccountForm(data={"country": row.country if row else "GB"}),
        "charity_form": charity_form or CharityForm(obj=charity, data={"name": organisation.name}),
        "payouts": payouts_of((row.provider_id,)) if row and row.provider_id else (),
        "came_back": request.args.get("back", ""),
    }


def _link(row: ConnectedAccount, organisation: Organisation) -> str:
    """Let Stripe make the account, once whatever happens, and the page where it asks its questions."""
    door, site = gateway(), settings().public_url
    if row.provider_id is None:
        order = AccountOrder(
            reference=f"organisation-{organisation.id}",
            country=row.country,
            name=organisation.name,
            url=f"{site}/organisations/{organisation.slug}",
        )
        told = door.create_account(order, key=f"account-{row.id}-create")
        with transaction():
            keep_account(row, told)
    here = f"{site}/desk/organisations/{organisation.slug}/giving"
    provider_id = row.provider_id or ""
    return door.onboarding_link(provider_id, return_url=f"{here}?back=done", refresh_url=f"{here}?back=again")


def _not_reached(organisation: Organisation, error: GatewayError) -> ResponseReturnValue:
    """Say kindly that it did not work; nothing is lost, the same button goes on."""
    if isinstance(error, GatewayUnavailable):
        flash(_("Stripe did not answer. Nothing is lost: try again in a few minutes."), "error")
    else:
        flash(_("Stripe said no, and told us why only in its own words: %(why)s", why=str(error)), "error")
    return see_other(url_for("donations.giving", slug=organisation.slug))


def _details(form: CharityForm) -> CharityDetails:
    return CharityDetails(
        name=form.name.data or "",
        number=form.number.data or "",
        hmrc_reference=form.hmrc_reference.data or "",
        is_claiming=bool(form.is_claiming.data),
    )
