"""Write content into an event, and keep its agreement, versions, revision and pages in step."""

from app.accounts.models import User
from app.cohosting.queries import host_tags
from app.cohosting.services.holding import lock, rename
from app.core import clock
from app.core.database import session
from app.core.i18n import in_language
from app.core.revisions import touch
from app.events import queries
from app.events.models import Agreement, Event, EventVersion
from app.events.rules.content import EventDetails, apply_details
from app.events.rules.finding import set_search_columns

#: Addresses under /desk/events/ and /events/ that mean something else.
RESERVED_SLUGS = frozenset({"new", "import", "month"})


def hold(event: Event) -> None:
    """Let nobody else decide on the event or its hosts until the transaction ends; read both anew.

    The cohosting first, as everything in `cohosting` does, so that two transactions never wait for
    each other.
    """
    lock(event.cohosting)
    queries.locked_event(event.id)


def write_details(event: Event, details: EventDetails) -> None:
    """Write details into the columns, with everything that is derived from them; no query between.

    What has to stand in the same UPDATE (`raise_sequence`) follows directly.
    """
    apply_details(event, details)
    set_search_columns(event)


def keep_name(event: Event) -> None:
    """Keep what hosts know an event by; its day is written in the language of its title."""
    with in_language(event.language):
        rename(event.cohosting, event.called)


def raise_sequence(event: Event) -> None:
    """Note a public change: SEQUENCE rises in the very UPDATE that writes the change."""
    event.sequence = Event.sequence + 1
    event.revised_at = clock.now()


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


def next_version(event: Event, *, by: User | None, note: str = "") -> None:
    """Count an edit, and keep what hosts now have before them, for history and comparison."""
    session.flush()
    event.version += 1
    keep_version(event, by=by, note=note)


def keep_version(event: Event, *, by: User | None, note: str = "") -> None:
    """Keep the content of the version that stands."""
    session.add(
        EventVersion(
            event=event,
            version=event.version,
            content=queries.working_content(event),
            note=note,
            by=by,
            at=clock.now(),
        )
    )
    session.flush()


def touch_pages(event: Event) -> None:
    """Note that the public pages which show this event have changed, those of former hosts too."""
    tags = host_tags(event.cohosting)
    if event.initiative is not None:
        tags.add(f"initiative:{event.initiative.slug}")
    touch(f"event:{event.slug}", "events", *tags)
