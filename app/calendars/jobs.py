"""Background work: write lines that are missing, and forget calendars that nobody took over."""

from app.calendars import services
from app.calendars.queries.importing import import_plan
from app.calendars.rules.results import ReadResult
from app.core.jobs import periodic
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import organisation_locked

BATCH = 200
IMPORT_BATCH = 25


@periodic(minutes=5)
def keep_missing_lines() -> None:
    """Write the lines of events that have none yet, a few hundred in one transaction."""
    written = BATCH
    while written == BATCH:
        with transaction():
            written = services.keep_missing(BATCH)


@periodic(hour=4)
def forget_readings() -> None:
    """Forget what was read for an import and not taken over."""
    with transaction():
        services.forget_readings()


def take_over(organisation: Organisation, read: ReadResult, *, source: str) -> int:
    """Take over what was read, without a person at a desk; give how many events that were."""
    done, left = 0, 1
    while left:
        with transaction():
            organisation_locked(organisation)
            steps = import_plan(organisation, read).to_do()
            batch = steps[:IMPORT_BATCH]
            services.carry_out(batch, organisation=organisation, by=None, source=source)
        done, left = done + len(batch), len(steps) - len(batch)
    return done
