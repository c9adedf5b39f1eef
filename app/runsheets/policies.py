"""Who may see and change a run sheet, read from the memberships and hosts of this moment."""

from app.accounts.models import User
from app.cohosting.policies import can_work_on, is_host_member
from app.events.models import Event
from app.runsheets.models import Task


def can_see_sheet(user: User, event: Event) -> bool:
    """All who belong to an accepted host see what is to be done."""
    return is_host_member(user, event.cohosting)


def can_write_sheet(user: User, event: Event) -> bool:
    """Organisers of any accepted host share the tasks out."""
    return can_work_on(user, event.cohosting)


def can_tick(user: User, task: Task) -> bool:
    """Organisers say that something is done, and so does whoever was to do it while they belong to a host."""
    if can_write_sheet(user, task.event):
        return True
    return task.user_id == user.id and can_see_sheet(user, task.event)
