"""Keep what was read of a foreign calendar, and take it over as drafts when someone says so."""

import zlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.calendars.models import ImportedEvent, KeptReading
from app.calendars.queries.importing import Step
from app.calendars.rules.results import Occurrence, ReadResult, occurrence_content, to_json
from app.calendars.rules.taking_over import details_of
from app.core import clock
from app.core.database import session
from app.core.i18n import locale
from app.events import services as events
from app.organisations.models import Organisation

KEPT_FOR = timedelta(days=1)
MOST_SOURCE = 200


def keep_reading(read: ReadResult, source: str, *, organisation: Organisation, by: User) -> KeptReading:
    """Keep what was read for a day, so that what is done is what was shown."""
    kept = KeptReading(
        organisation=organisation,
        by_id=by.id,
        source=source[:MOST_SOURCE],
        content=zlib.compress(to_json(read).encode()),
        kept_until=clock.now() + KEPT_FOR,
    )
    session.add(kept)
    session.flush()
    return kept


def throw_away(kept: KeptReading) -> None:
    """Forget what was read."""
    session.delete(kept)


def forget_readings() -> None:
    """Forget what nobody took over within its day."""
    session.execute(delete(KeptReading).where(KeptReading.kept_until <= clock.now()))


def carry_out(steps: Sequence[Step], *, organisation: Organisation, by: User | None, source: str) -> None:
    """Write new drafts and change earlier ones: steps of `ImportPlan.to_do`.

    The plan must have been made in this transaction, under the organisation's lock, so that two
    imports at once cannot double anything.
    """
    for step in steps:
        if step.occurrence is None:
            continue
        details = step.decision.details
        if details is None or step.event is None or step.imported is None:
            _draft(step, step.occurrence, organisation, by)
        else:
            events.rewrite_draft(step.event, details, organisation=organisation, by=by)
            _note(step.imported, step.occurrence)
    detail = {"source": source, "events": len(steps)}
    record(Action.EVENT_IMPORTED, organisation, by=by, on_behalf_of=organisation, detail=detail)


def _draft(step: Step, read: Occurrence, organisation: Organisation, by: User | None) -> None:
    imported = step.imported or ImportedEvent(organisation=organisation, key_hash=read.key_hash)
    imported.event = events.draft_event(details_of(read, locale()), organisation=organisation, by=by)
    _note(imported, read)
    session.add(imported)
    session.flush()


def _note(imported: ImportedEvent, read: Occurrence) -> None:
    imported.occurrence = occurrence_content(read)
    imported.imported_at = clock.now()
