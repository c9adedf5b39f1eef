"""Say how far an aim is, and tell news."""

from datetime import date

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.initiatives.models import Aim, Initiative, InitiativeUpdate
from app.initiatives.queries import updates_of
from app.initiatives.rules import EDITABLE, SHOWN
from app.initiatives.services.keeping import check_may_change, hold, show_change
from app.organisations.models import Organisation


def report_progress(aim: Aim, reached: int, on: date, *, by: User, on_behalf_of: Organisation) -> None:
    """Write down how far an aim is, as of a day; what was reached can also be less than before."""
    initiative = aim.initiative
    hold(initiative)
    if initiative.status not in EDITABLE | SHOWN:
        raise Refused(_("This initiative is not here any more."))
    check_may_change(initiative, on_behalf_of)
    if on > clock.now().date():
        raise Refused(_("This day is still to come."))
    session.refresh(aim)
    detail = {"title": aim.text, "before": aim.reached, "after": reached}
    aim.reached, aim.reached_on = reached, on
    record(Action.INITIATIVE_AIM_REPORTED, initiative, by=by, on_behalf_of=on_behalf_of, detail=detail)
    show_change(initiative)


def publish_update(
    initiative: Initiative, title: str, body: str, *, by: User, on_behalf_of: Organisation
) -> InitiativeUpdate:
    """Tell news on the initiative's page; a second press tells nothing again."""
    hold(initiative)
    if initiative.status not in SHOWN:
        raise Refused(_("The public cannot see this initiative."))
    check_may_change(initiative, on_behalf_of)
    for last in updates_of(initiative, 1):
        is_same = (last.title, last.body, last.organisation) == (title, body, on_behalf_of)
        if is_same and clock.is_just_now(last.at):
            return last
    update = InitiativeUpdate(
        initiative=initiative,
        title=title,
        body=body,
        by_id=by.id,
        organisation=on_behalf_of,
        at=clock.now(),
    )
    session.add(update)
    record(Action.INITIATIVE_UPDATE_PUBLISHED, initiative, by=by, on_behalf_of=on_behalf_of)
    show_change(initiative)
    return update
