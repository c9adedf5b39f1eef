"""The blueprint of funds and gifts, and how each screen finds its fund and for whom one acts."""

from flask import Blueprint

from app.accounts.models import User
from app.cohosting.forms import ActingForm
from app.core.access import me, require
from app.core.errors import existing
from app.core.forms import choices
from app.donations.models import Fund
from app.donations.policies import (
    can_decide,
    can_edit,
    can_keep,
    can_keep_money,
    can_see_on_desk,
    kept_organisations,
)
from app.donations.queries.funds import fund_by_slug
from app.organisations.models import Organisation
from app.organisations.queries import organisation_by_slug

blueprint = Blueprint("donations", __name__)


def fund_on_desk(slug: str) -> tuple[User, Fund]:
    """Give the signed-in person and a fund of their hosts; to anyone else it does not exist."""
    user, fund = me(User), existing(fund_by_slug(slug))
    require(can_see_on_desk(user, fund), hide=True)
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


def kept_organisation(slug: str) -> tuple[User, Organisation]:
    """Give an organisation whose money the person looks after; to strangers it does not exist."""
    user, organisation = me(User), existing(organisation_by_slug(slug))
    require(can_keep_money(user, organisation), hide=True)
    return user, organisation


def offer_kept_hosts(form: ActingForm, user: User, fund: Fund) -> None:
    """Offer the hosts whose money the person looks after."""
    form.for_hosts(choices((each.id, each.name) for each in kept_organisations(user, fund)))
