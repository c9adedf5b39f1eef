"""The dated steps of an initiative; each public change raises SEQUENCE, so that calendars follow."""

from datetime import date

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.tokens import new_token
from app.initiatives import queries
from app.initiatives.models import Initiative, Milestone
from app.initiatives.rules import EDITABLE
from app.initiatives.rules.content import MOST_MILESTONES, MilestoneDetails
from app.initiatives.services.keeping import check_may_change, hold, show_change
from app.organisations.models import Organisation


def add_milestone(
    initiative: Initiative, details: MilestoneDetails, *, by: User, on_behalf_of: Organisation
) -> Milestone:
    """Add a dated step."""
    _hold(initiative, on_behalf_of)
    if len(queries.milestones_of(initiative)) >= MOST_MILESTONES:
        raise Refused(_("These are a great many milestones. Take one off first."))
    milestone = Milestone(initiative=initiative, uid=f"{new_token()}@twain", sequence=0)
    _write(milestone, details)
    session.add(milestone)
    _finish(milestone, Action.INITIATIVE_MILESTONE_ADDED, by, on_behalf_of)
    return milestone


def change_milestone(
    milestone: Milestone, details: MilestoneDetails, *, by: User, on_behalf_of: Organisation
) -> None:
    """Change what a step is, or when; also whether it was reached, for what was written by mistake."""
    _hold(milestone.initiative, on_behalf_of)
    session.refresh(milestone)
    if details == _details_of(milestone):
        return
    _write(milestone, details)
    milestone.sequence += 1
    _finish(milestone, Action.INITIATIVE_MILESTONE_CHANGED, by, on_behalf_of)


def reach_milestone(milestone: Milestone, on: date, *, by: User, on_behalf_of: Organisation) -> None:
    """Write down that a step was reached on a day; twice is harmless."""
    _hold(milestone.initiative, on_behalf_of)
    session.refresh(milestone)
    if milestone.reached_on == on:
        return
    _check_past(on)
    milestone.reached_on = on
    _renew(milestone)
    _finish(milestone, Action.INITIATIVE_MILESTONE_REACHED, by, on_behalf_of)


def take_off_milestone(milestone: Milestone, *, by: User, on_behalf_of: Organisation) -> None:
    """Take a step off the page; calendars are told that it is off. It can be put back."""
    _hold(milestone.initiative, on_behalf_of)
    session.refresh(milestone)
    if milestone.removed_at is not None:
        return
    milestone.removed_at = clock.now()
    _renew(milestone)
    _finish(milestone, Action.INITIATIVE_MILESTONE_TAKEN_OFF, by, on_behalf_of)


def put_back_milestone(milestone: Milestone, *, by: User, on_behalf_of: Organisation) -> None:
    """Put a step back that was taken off."""
    _hold(milestone.initiative, on_behalf_of)
    session.refresh(milestone)
    if milestone.removed_at is None:
        return
    milestone.removed_at = None
    _renew(milestone)
    _finish(milestone, Action.INITIATIVE_MILESTONE_CHANGED, by, on_behalf_of)


def _hold(initiative: Initiative, organisation: Organisation) -> None:
    hold(initiative)
    if initiative.status not in EDITABLE:
        raise Refused(_("This initiative cannot be changed any more."))
    check_may_change(initiative, organisation)


def _write(milestone: Milestone, details: MilestoneDetails) -> None:
    if details.reached_on is not None:
        _check_past(details.reached_on)
    milestone.title, milestone.note = details.title, details.note
    milestone.due_on, milestone.reached_on = details.due_on, details.reached_on
    milestone.revised_at = clock.now()


def _check_past(on: date) -> None:
    if on > clock.now().date():
        raise Refused(_("This day is still to come."))


def _details_of(milestone: Milestone) -> MilestoneDetails:
    return MilestoneDetails(milestone.title, milestone.due_on, milestone.note, milestone.reached_on)


def _renew(milestone: Milestone) -> None:
    milestone.sequence += 1
    milestone.revised_at = clock.now()


def _finish(milestone: Milestone, action: Action, by: User, organisation: Organisation) -> None:
    session.flush()
    detail = {"title": milestone.title}
    record(action, milestone.initiative, by=by, on_behalf_of=organisation, detail=detail)
    show_change(milestone.initiative)
