"""Begin a series, delete its draft, and let it be part of a longer effort."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.core.slugs import add_at_free_slug
from app.core.tokens import new_token
from app.events import queries
from app.events.models import Series, SeriesStatus
from app.events.rules.content import EventDetails
from app.events.rules.recurrence import Rule
from app.events.rules.series import SeriesDetails, refusal_to_delete_series, series_content
from app.events.services.keeping import touch_pages
from app.events.services.saving import check_can_publish
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation

#: Addresses under /desk/series/ that mean something else.
RESERVED_SLUGS = frozenset({"new"})


def draft_series(details: EventDetails, *, organisation: Organisation, by: User | None) -> Series:
    """Begin the draft of a series that one organisation holds so far; weekly, until its hosts choose."""
    now = clock.now()
    held = cohosting.begin(HeldKind.SERIES, details.title, organisation=organisation, by=by)
    series = Series(
        cohosting=held,
        uid=f"{new_token()}@twain",
        status=SeriesStatus.DRAFT,
        title=details.title,
        content=series_content(SeriesDetails(details, Rule())),
        version=1,
        revised_at=now,
        created_at=now,
    )
    add_at_free_slug(series, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/series/{series.slug}")
    record(Action.SERIES_DRAFTED, series, by=by, on_behalf_of=organisation)
    return series


def delete_series(series: Series, *, by: User, on_behalf_of: Organisation) -> None:
    """Delete a draft that nobody else works on."""
    hold_series(series)
    hosts = cohosting_queries.accepted_hosts(series.cohosting)
    if refusal := refusal_to_delete_series(series.status, len(hosts)):
        raise Refused(refusal)
    record(Action.SERIES_DELETED, series, by=by, on_behalf_of=on_behalf_of)
    forget_draft(series, by=by)


def forget_draft(series: Series, *, by: User | None) -> None:
    """Delete what the public has never seen, with the offers to host it."""
    cohosting.forget_draft(series.cohosting, _("A deleted series"), by=by)
    session.delete(series)
    session.flush()


def join_initiative_with_series(series: Series, slug: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Let a series and all its dates be part of an initiative that one of its hosts holds, or of none."""
    hold_series(series)
    found = {each.slug: each for each in initiatives_of_hosts(series.cohosting)}
    if slug and slug not in found:
        raise Refused(_("None of the hosts holds this initiative."))
    if series.published_at is not None:
        check_can_publish(on_behalf_of)
    dates = queries.dates_of(series)
    for event in dates:
        touch_pages(event)  # the page of the initiative that it leaves, too
        event.initiative = found.get(slug)
    series.initiative = found.get(slug)
    session.flush()
    for event in dates:
        touch_pages(event)
    touch(f"series:{series.slug}")
    detail = {"fields": ["initiative"]}
    record(Action.SERIES_CHANGED, series, by=by, on_behalf_of=on_behalf_of, detail=detail)


def hold_series(series: Series) -> None:
    """Let nobody else decide on the series or its hosts until the transaction ends; read both anew."""
    lock(series.cohosting)
    queries.locked_series(series)
