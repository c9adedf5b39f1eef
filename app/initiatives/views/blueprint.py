"""The blueprint of initiatives, and how each screen finds its initiative and for whom one acts."""

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
from app.initiatives.models import Initiative
from app.initiatives.policies import can_decide, can_edit, can_see_on_desk
from app.initiatives.queries import initiative_by_slug
from app.organisations.models import Organisation

blueprint = Blueprint("initiatives", __name__)


def initiative_on_desk(slug: str) -> tuple[User, Initiative]:
    """Give the signed-in person and an initiative of their hosts; to anyone else it does not exist."""
    user, initiative = me(User), initiative_by_slug(slug)
    if initiative is None or not can_see_on_desk(user, initiative):
        raise NotFound
    return user, initiative


def edited_initiative(slug: str) -> tuple[User, Initiative]:
    """Give an initiative that the person may write on."""
    user, initiative = initiative_on_desk(slug)
    require(can_edit(user, initiative))
    return user, initiative


def decided_initiative(slug: str) -> tuple[User, Initiative]:
    """Give an initiative about which the person may decide."""
    user, initiative = initiative_on_desk(slug)
    require(can_decide(user, initiative))
    return user, initiative


def offer_hosts(form: ActingForm, user: User, initiative: Initiative) -> None:
    """Offer the hosts for which the person may act."""
    acting = acting_organisations(user, initiative.cohosting)
    form.for_hosts(choices((each.id, each.name) for each in acting))


def acted(
    form: ActingForm, user: User, initiative: Initiative, act: Callable[[Organisation], object]
) -> bool:
    """Act for the chosen host in a transaction; tell whether it was done, else the form says why not."""
    if not form.validate():
        return False
    try:
        with transaction():
            require(can_decide(user, initiative))
            act(acting_for(user, initiative.cohosting, form.on_behalf_of.data))
    except Refused as error:
        form.refuse(error.sentence)
        return False
    return True


def form_page(template: str, form: ActingForm, **context: object) -> ResponseReturnValue:
    """Show a form, with 422 when something in it needs another look."""
    show = invalid if form.errors or form.form_errors else render_template
    return show(f"initiatives/{template}.html", form=form, **context)


def done(sentence: str, initiative: Initiative) -> ResponseReturnValue:
    """Say what has been done and lead to the initiative."""
    flash(sentence, "success")
    return see_other(url_for("initiatives.show", slug=initiative.slug))


def not_done(sentence: str, initiative: Initiative) -> ResponseReturnValue:
    """Say why nothing has been done and lead to the initiative."""
    flash(sentence, "error")
    return see_other(url_for("initiatives.show", slug=initiative.slug))


def told(proposal: Proposal | None, agreed: str) -> str:
    """Say what became of a proposal: `agreed` when it holds already, else who is waited for."""
    if proposal is None or proposal.status is not ProposalStatus.OPEN:
        return agreed
    return _("Proposed. %(waits)s", waits=waits_for(proposal))
