"""The blueprint, and how each screen finds its ask and for whom the person acts."""

from collections.abc import Callable

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks.forms import ActingForm
from app.asks.models import Ask, AskTarget
from app.asks.policies import can_edit, can_see_on_desk
from app.asks.queries import ask_by_slug, ask_target_of, target_by_slug
from app.cohosting.models import Proposal, ProposalStatus
from app.cohosting.policies import acting_for, acting_organisations
from app.cohosting.queries import waits_for
from app.core.access import me, require
from app.core.errors import Invalid, NotFound, Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations.models import Organisation

blueprint = Blueprint("asks", __name__)


def ask_on_desk(slug: str) -> tuple[User, Ask]:
    """Give the signed-in person and an ask of their hosts; to anyone else it does not exist."""
    user, ask = me(User), ask_by_slug(slug)
    if ask is None or not can_see_on_desk(user, ask):
        raise NotFound
    return user, ask


def edited_ask(slug: str) -> tuple[User, Ask]:
    """Give an ask that the person may write on."""
    user, ask = ask_on_desk(slug)
    require(can_edit(user, ask))
    return user, ask


def tracked(slug: str, target_slug: str) -> tuple[User, AskTarget]:
    """Give how an ask of their hosts stands with one target."""
    user, ask = edited_ask(slug)
    target = target_by_slug(target_slug)
    ask_target = ask_target_of(ask, target) if target else None
    if ask_target is None:
        raise NotFound
    return user, ask_target


def offer_hosts(form: ActingForm, user: User, ask: Ask) -> None:
    """Offer the hosts for which the person may act."""
    form.for_hosts(choices((each.id, each.name) for each in acting_organisations(user, ask.cohosting)))


def acted(form: ActingForm, user: User, ask: Ask, act: Callable[[Organisation], None]) -> bool:
    """Act for the chosen host in a transaction; tell whether it was done, else the form says why not."""
    if not form.validate():
        return False
    try:
        with transaction():
            require(can_edit(user, ask))
            act(acting_for(user, ask.cohosting, form.on_behalf_of.data))
    except Invalid as error:
        form.refuse(error.sentence, error.field)
        return False
    except Refused as error:
        form.refuse(error.sentence)
        return False
    return True


def form_page(template: str, form: ActingForm, **context: object) -> ResponseReturnValue:
    """Show a form, with 422 when something in it needs another look."""
    show = invalid if form.errors or form.form_errors else render_template
    return show(f"asks/{template}.html", form=form, **context)


def done(sentence: str, ask: Ask) -> ResponseReturnValue:
    """Say what has been done and lead to the ask."""
    flash(sentence, "success")
    return see_other(url_for("asks.show", slug=ask.slug))


def told(proposal: Proposal | None, agreed: str) -> str:
    """Say what became of a proposal: `agreed` when it holds already, else who is waited for."""
    if proposal is None or proposal.status is not ProposalStatus.OPEN:
        return agreed
    return _("Proposed. %(waits)s", waits=waits_for(proposal))
