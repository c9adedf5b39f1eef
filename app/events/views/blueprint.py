"""The blueprint, and how each screen finds its event and for whom the person acts."""

from flask import Blueprint, render_template

from app.accounts.models import User
from app.core.access import me, require
from app.core.errors import existing
from app.events.models import Event
from app.events.policies import can_decide, can_edit, can_see_on_desk
from app.events.queries import event_by_slug

blueprint = Blueprint("events", __name__)


def event_on_desk(slug: str) -> tuple[User, Event]:
    """Give the signed-in person and an event of their hosts; to anyone else it does not exist."""
    user, event = me(User), existing(event_by_slug(slug))
    require(can_see_on_desk(user, event), hide=True)
    return user, event


def edited_event(slug: str) -> tuple[User, Event]:
    """Give an event that the person may write on."""
    user, event = event_on_desk(slug)
    require(can_edit(user, event))
    return user, event


def decided_event(slug: str) -> tuple[User, Event]:
    """Give an event about which the person may decide."""
    user, event = event_on_desk(slug)
    require(can_decide(user, event))
    return user, event


def page(template: str, event: Event, **context: object) -> str:
    """Render a screen of one event."""
    return render_template(f"events/{template}.html", event=event, **context)
