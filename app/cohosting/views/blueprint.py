"""The blueprint and the guards that its views share."""

from zoneinfo import ZoneInfo

from flask import Blueprint, request

from app.accounts.models import User
from app.cohosting import queries
from app.cohosting.models import Cohosting
from app.cohosting.policies import acting_organisations, can_work_on, is_host_member
from app.core.access import me, me_or_none, require
from app.core.errors import Forbidden, existing
from app.organisations.models import Organisation

blueprint = Blueprint("cohosting", __name__)


@blueprint.context_processor
def reader_zone() -> dict[str, ZoneInfo]:
    """Let templates write days and times as the reader lives them."""
    user = me_or_none(User)
    return {"zone": ZoneInfo(user.time_zone if user else "UTC")}


def readable(cohosting_id: int) -> Cohosting:
    """Give a cohosting to a member of one of its hosts; to anyone else it does not exist."""
    cohosting = existing(queries.cohosting_by_id(cohosting_id))
    require(is_host_member(me(User), cohosting), hide=True)
    return cohosting


def workable(cohosting_id: int) -> Cohosting:
    """Give a cohosting to those who may act for one of its hosts."""
    cohosting = readable(cohosting_id)
    require(can_work_on(me(User), cohosting))
    return cohosting


def chosen_host(cohosting: Cohosting) -> Organisation:
    """Give the host for which the person acts: the one the form names, or their only one."""
    mine = acting_organisations(me(User), cohosting)
    wanted = request.form.get("organisation", type=int)
    chosen = next((each for each in mine if wanted in (None, each.id)), None)
    if chosen is None:
        raise Forbidden
    return chosen
