"""The blueprint of petitions, and how each screen finds its petition and for whom one acts."""

from collections.abc import Mapping
from typing import TypeVar

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, require
from app.core.errors import NotFound
from app.core.forms import Form
from app.core.http import invalid, see_other
from app.petitions.models import Petition
from app.petitions.policies import can_decide, can_edit, can_see_on_desk
from app.petitions.queries import petition_by_slug

Way = TypeVar("Way")
blueprint = Blueprint("petitions", __name__)


def petition_at(slug: str) -> Petition:
    """Give the petition at an address; raise NotFound when there is none."""
    petition = petition_by_slug(slug)
    if petition is None:
        raise NotFound
    return petition


def petition_on_desk(slug: str) -> tuple[User, Petition]:
    """Give the signed-in person and a petition of their hosts; to anyone else it does not exist."""
    user, petition = me(User), petition_at(slug)
    if not can_see_on_desk(user, petition):
        raise NotFound
    return user, petition


def edited_petition(slug: str) -> tuple[User, Petition]:
    """Give a petition that the person may write on."""
    user, petition = petition_on_desk(slug)
    require(can_edit(user, petition))
    return user, petition


def decided_petition(slug: str) -> tuple[User, Petition]:
    """Give a petition about which the person may decide."""
    user, petition = petition_on_desk(slug)
    require(can_decide(user, petition))
    return user, petition


def chosen(ways: Mapping[str, Way]) -> Way:
    """Give what the pressed button stands for; raise NotFound for a press without a meaning."""
    try:
        return ways[request.form.get("act", "")]
    except KeyError:
        raise NotFound from None


def form_page(template: str, form: Form, **context: object) -> ResponseReturnValue:
    """Show a form, with 422 when something in it needs another look."""
    show = invalid if form.errors or form.form_errors else render_template
    return show(f"petitions/{template}.html", form=form, **context)


def done(sentence: str, petition: Petition) -> ResponseReturnValue:
    """Say what has been done and lead to the petition."""
    flash(sentence, "success")
    return see_other(url_for("petitions.show", slug=petition.slug))


def not_done(sentence: str, petition: Petition) -> ResponseReturnValue:
    """Say why nothing has been done and lead to the petition."""
    flash(sentence, "error")
    return see_other(url_for("petitions.show", slug=petition.slug))
