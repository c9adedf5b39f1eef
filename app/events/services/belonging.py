"""Let an event be part of a longer effort."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.events.models import Event
from app.events.rules import SHOWN
from app.events.services.keeping import hold, touch_pages
from app.events.services.saving import check_can_publish
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation


def join_initiative(event: Event, slug: str, *, by: User | None, on_behalf_of: Organisation) -> None:
    """Let an event be part of an initiative that one of its hosts holds, or of none."""
    hold(event)
    found = {each.slug: each for each in initiatives_of_hosts(event.cohosting)}
    if slug and slug not in found:
        raise Refused(_("None of the hosts holds this initiative."))
    if event.status in SHOWN:
        check_can_publish(on_behalf_of)
    touch_pages(event)  # the page of the initiative that it leaves, too
    event.initiative = found.get(slug)
    session.flush()
    touch_pages(event)
    record(Action.EVENT_CHANGED, event, by=by, on_behalf_of=on_behalf_of, detail={"fields": ["initiative"]})
