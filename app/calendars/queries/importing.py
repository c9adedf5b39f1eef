"""What was imported, and what importing a calendar that was read would do now."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.calendars.models import ImportedEvent, KeptReading
from app.calendars.rules.planning import PlannedChange, plan_import
from app.calendars.rules.results import Key, Occurrence, ReadResult, from_json, occurrence_from
from app.calendars.rules.sentences import why_planned
from app.calendars.rules.taking_over import Decision, Outcome, Standing, decide
from app.core import clock
from app.core.database import session
from app.core.i18n import _, _n, locale
from app.events.models import Event
from app.events.queries import settled_content
from app.events.rules.content import details_from
from app.organisations.models import Organisation

#: So many imported events are listed, and so many lines of a plan for each outcome.
SHOWN_LINES = 50


@dataclass(frozen=True)
class Step:
    """One line of a plan: a date there, what becomes of it, and the event here, if there is one."""

    planned: PlannedChange
    decision: Decision
    imported: ImportedEvent | None = None

    @property
    def event(self) -> Event | None:
        """Give the event that was made of it before."""
        return self.imported.event if self.imported else None

    @property
    def occurrence(self) -> Occurrence | None:
        """Give the date, if it could be read."""
        return self.planned.occurrence

    @property
    def title(self) -> str:
        """Give what it is called there."""
        if self.planned.unreadable is not None:
            return self.planned.unreadable.title
        return self.planned.occurrence.title if self.planned.occurrence else ""

    @property
    def why(self) -> str:
        """Give the reason as a sentence."""
        return why_planned(self.planned)


@dataclass(frozen=True)
class ImportPlan:
    """What importing a calendar would do; `past` and `later` count what lies outside the coming year."""

    steps: Sequence[Step]
    past: int = 0
    later: int = 0

    def of(self, outcome: Outcome) -> Sequence[Step]:
        """Give the steps of one outcome."""
        return [step for step in self.steps if step.decision.outcome is outcome]

    @property
    def groups(self) -> list[tuple[Outcome, Sequence[Step]]]:
        """Give the outcomes that occur, each with its steps, what is done first."""
        groups = ((outcome, self.of(outcome)) for outcome in Outcome)
        return [(outcome, steps) for outcome, steps in groups if steps]

    def to_do(self, *, brings_back: bool = False) -> Sequence[Step]:
        """Give what is written when someone says so; `brings_back` adds what was deleted here."""
        wanted = {Outcome.DRAFT, Outcome.UPDATE} | ({Outcome.DELETED_HERE} if brings_back else set())
        return [step for step in self.steps if step.decision.outcome in wanted]


def import_plan(organisation: Organisation, read: ReadResult) -> ImportPlan:
    """Compare what was read with what this organisation imported before."""
    earlier = {_key(row): row for row in _imported(organisation)}
    existing = {key: occurrence_from(row.occurrence) for key, row in earlier.items()}
    steps = [_step(planned, earlier) for planned in plan_import(read, existing)]
    return ImportPlan(steps, read.past, read.later)


def plan_lines(plan: ImportPlan) -> list[str]:
    """Say a plan as lines of plain text."""
    lines = [_("%(past)s over, %(later)s more than 12 months away.", past=plan.past, later=plan.later)]
    for outcome, steps in plan.groups:
        lines += ["", f"{_named(outcome.label, len(steps))}. {outcome.meaning}"]
        lines += [f"  {_named(_when(step) + step.title, step.why)}" for step in steps[:SHOWN_LINES]]
        more = len(steps) - SHOWN_LINES
        lines += [f"  {_n('and %(num)s more', 'and %(num)s more', more)}"] if more > 0 else []
    return lines


def _named(label: str, value: object) -> str:
    return _("%(label)s: %(value)s", label=label, value=value)


def latest_imports(organisation: Organisation) -> Sequence[ImportedEvent]:
    """Give what was imported last and is still here."""
    query = (
        select(ImportedEvent)
        .join(ImportedEvent.event)
        .where(ImportedEvent.organisation_id == organisation.id)
        .options(joinedload(ImportedEvent.event))
        .order_by(ImportedEvent.imported_at.desc(), Event.starts_at, ImportedEvent.id)
    )
    return session.scalars(query.limit(SHOWN_LINES)).all()


def imports_count(organisation: Organisation) -> int:
    """Count what was imported and is still here."""
    query = select(func.count()).where(
        ImportedEvent.organisation_id == organisation.id, ImportedEvent.event_id.is_not(None)
    )
    return session.scalar(query) or 0


def kept_reading(organisation: Organisation, number: int) -> KeptReading | None:
    """Give a calendar that someone of this organisation had read, while it is kept."""
    query = select(KeptReading).where(
        KeptReading.id == number,
        KeptReading.organisation_id == organisation.id,
        KeptReading.kept_until > clock.now(),
    )
    return session.scalar(query)


def result_of(kept: KeptReading) -> ReadResult:
    """Give what was read."""
    return from_json(zlib.decompress(kept.content).decode())


def _imported(organisation: Organisation) -> Sequence[ImportedEvent]:
    query = select(ImportedEvent).where(ImportedEvent.organisation_id == organisation.id)
    return session.scalars(query.options(joinedload(ImportedEvent.event))).all()


def _key(row: ImportedEvent) -> Key:
    return (row.occurrence["uid"], row.occurrence["recurrence_id"])


def _step(planned: PlannedChange, earlier: Mapping[Key, ImportedEvent]) -> Step:
    row = earlier.get(planned.occurrence.key) if planned.occurrence else None
    needs_details = planned.before is not None and planned.fields
    standing = None
    if row is not None and row.event is not None:
        content = settled_content(row.event) if needs_details else {"title": ""}
        standing = Standing(row.event.status, details_from(content))
    return Step(planned, decide(planned, standing, language=locale()), row)


def _when(step: Step) -> str:
    return f"{step.occurrence.starts_local:%Y-%m-%d %H:%M}  " if step.occurrence else ""
