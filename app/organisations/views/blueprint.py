"""The blueprint, and how each screen finds its organisation."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me, require
from app.core.errors import existing
from app.core.http import see_other
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.policies import can_manage, is_member
from app.organisations.queries import organisation_by_slug

blueprint = Blueprint("organisations", __name__)


def own_organisation(slug: str) -> tuple[User, Organisation]:
    """Give the signed-in person and an organisation of theirs; to anyone else it does not exist."""
    user, organisation = me(User), existing(organisation_by_slug(slug))
    require(is_member(user, organisation), hide=True)
    return user, organisation


def managed_organisation(slug: str) -> tuple[User, Organisation]:
    """Give the signed-in owner and the organisation; forbid what only owners do to other members."""
    user, organisation = own_organisation(slug)
    require(can_manage(user, organisation))
    return user, organisation


@contextmanager
def managing(user: User, organisation: Organisation) -> Iterator[None]:
    """Open a transaction in which the person is an owner still."""
    with transaction():
        require(can_manage(user, organisation))
        yield


def done(sentence: str, endpoint: str, organisation: Organisation) -> ResponseReturnValue:
    """Say what has been done and lead on."""
    flash(sentence, "success")
    return see_other(url_for(f"organisations.{endpoint}", slug=organisation.slug))


def not_done(sentence: str, endpoint: str, organisation: Organisation) -> ResponseReturnValue:
    """Say why nothing has been done and lead back."""
    flash(sentence, "error")
    return see_other(url_for(f"organisations.{endpoint}", slug=organisation.slug))


def page(template: str, organisation: Organisation, **context: object) -> str:
    """Render a screen of one organisation."""
    return render_template(template, organisation=organisation, **context)
