"""Who may see which replies, read from the memberships and hosts of this moment."""

from app.accounts.models import User
from app.cohosting.policies import can_work_on
from app.events.models import Event


def can_see_replies(user: User, event: Event) -> bool:
    """Only those who arrange the event see who comes and what they need: organisers of its accepted hosts."""
    return can_work_on(user, event.cohosting)
