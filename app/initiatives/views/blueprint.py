"""The blueprint of initiatives, and how each screen finds its initiative and for whom one acts."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.forms import ActingForm
from app.core.access import me, require
from app.core.errors import NotFound
from app.core.http import invalid, see_other
from app.initiatives.models import Initiative
from app.initiatives.policies import can_decide, can_edit, can_see_on_desk
from app.initiatives.queries import initiative_by_slug

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
