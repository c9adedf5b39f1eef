"""Who keeps the door of an event, read from the memberships and hosts of this moment."""

from app.accounts.models import User
from app.cohosting.policies import can_work_on, is_member_of_host
from app.door.models import DoorLink
from app.events.models import Event, EventStatus


def can_keep_door(user: User, event: Event) -> bool:
    """Everyone who belongs to a host keeps the door of a public event, helpers too."""
    return event.status is EventStatus.PUBLISHED and is_member_of_host(user, event.cohosting_id)


def can_make_links(user: User, event: Event) -> bool:
    """Only organisers give the door to people without an account."""
    return event.status is EventStatus.PUBLISHED and can_work_on(user, event.cohosting)


def is_in_force(link: DoorLink) -> bool:
    """Tell whether a link opens its door: it is worth what its maker may still do, until it is ended."""
    maker = link.made_by
    return link.revoked_at is None and maker is not None and maker.active and can_keep_door(maker, link.event)
