"""Begin an event, and write what hosts agreed into it."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.core.tokens import new_token
from app.events import queries
from app.events.models import Agreement, Event, EventStatus, EventVersion
from app.events.rules.content import Content, EventDetails, apply_details, content_of
from app.events.rules.finding import set_search_columns
from app.organisations.models import Organisation

#: Addresses under /desk/events/ and /events/ that mean something else.
_RESERVED = frozenset({"new", "import", "month"})


def draft_event(details: EventDetails, *, organisation: Organisation, by: User) -> Event:
    """Begin a draft that one organisation holds so far."""
    held = cohosting.begin(HeldKind.EVENT, details.title, organisation=organisation, by=by)
    now = clock.now()
    event = Event(
        cohosting=held,
        slug=free_slug(details.title),
        uid=f"{new_token()}@twain",
        status=EventStatus.DRAFT,
        version=1,
        revised_at=now,
        created_at=now,
    )
    held.address = f"/desk/events/{event.slug}"
    write_content(event, details)
    session.add(event)
    session.flush()
    keep_agreement(event, details)
    keep_version(event, by=by)
    record(Action.EVENT_DRAFTED, event, by=by, on_behalf_of=organisation)
    return event


def write_content(event: Event, details: EventDetails) -> None:
    """Write details into the columns, with everything that is derived from them."""
    apply_details(event, details)
    set_search_columns(event)


def keep_agreement(event: Event, details: EventDetails) -> None:
    """Make a new version of the agreement when its words differ from those in force."""
    current = queries.agreement_of(event)
    words = (current.title, current.body) if current else ("", "")
    if words == (details.agreement_title, details.agreement_body):
        return
    session.add(
        Agreement(
            event=event,
            version=queries.newest_agreement_version(event) + 1,
            title=details.agreement_title,
            body=details.agreement_body,
            created_at=clock.now(),
        )
    )
    session.flush()


def settled_content(event: Event) -> Content:
    """Give what the event says now."""
    return content_of(event, queries.agreement_of(event))


def keep_version(event: Event, *, by: User | None, note: str = "") -> None:
    """Keep what the event says after an edit, for the history and for comparing."""
    session.add(
        EventVersion(
            event=event,
            version=event.version,
            content=settled_content(event),
            note=note,
            by=by,
            at=clock.now(),
        )
    )


def free_slug(title: str) -> str:
    """Give an address part that no event has or had."""
    base = slugify(title)
    slug, number = base, 1
    while slug in _RESERVED or queries.slug_is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
