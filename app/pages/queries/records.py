"""The public record of asks: what happened, what was promised, and what readers had corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    cast,
    null,
    select,
    union_all,
)
from sqlalchemy import literal as plain
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from app.asks.models import (
    Ask,
    AskTarget,
    Commitment,
    Contact,
    ContactKind,
    Correction,
    CorrectionStatus,
    EvidenceDocument,
    Position,
    Standing,
    StatusEntry,
    Target,
    Wording,
)
from app.asks.policies import listed
from app.core import clock
from app.core.database import session
from app.events.models import Event, EventVisibility
from app.events.rules import SHOWN
from app.organisations.models import Organisation

MOST_NEWS = 50


class Kind(StrEnum):
    """What a line of the record tells."""

    ENTRY = "entry"
    CONTACT = "contact"
    COMMITMENT = "commitment"


@dataclass(frozen=True)
class Line:
    """One line of the public record."""

    kind: Kind
    id: int
    ask_target_id: int
    on: date
    text: str
    link: str
    #: Where something was promised.
    place: str
    due_on: date | None
    before: Standing | None
    after: Standing | None
    position: Position | None
    contact: ContactKind | None
    host: str
    second_reader: str
    is_reviewed: bool
    document_id: int | None
    filename: str
    sha256: str
    event_slug: str
    event_title: str

    @property
    def tone(self) -> str:
        """Give the tone of the line; its words say the same."""
        if self.after in {Standing.REFUSED, Standing.OVERDUE}:
            return "stop"
        if self.after is Standing.SILENT:
            return "clay"
        return "plum" if self.kind is not Kind.ENTRY else "teal"


@dataclass(frozen=True)
class Said:
    """The ask in one host's words."""

    host: str
    text: str


@dataclass(frozen=True)
class Answered:
    """A request for a correction that was answered."""

    id: int
    text: str
    source: str
    answer: str
    status: CorrectionStatus
    host: str
    answered_at: datetime


@dataclass(frozen=True)
class News:
    """Something that happened to an ask, for a feed."""

    entry: StatusEntry
    target: str
    ask: Ask


def record_of(ask: Ask) -> list[Line]:
    """Give the public record of an ask in one query, latest first: only what is in effect."""
    query = union_all(_entries(ask), _contacts(ask), _commitments(ask))
    lines = [_line(row) for row in session.execute(query)]
    return sorted(lines, key=lambda each: (each.on, each.kind is Kind.ENTRY, each.id), reverse=True)


def words_about(ask: Ask) -> tuple[list[Said], list[Answered]]:
    """Give each host's own wording and the corrections that were answered, in one query."""
    nothing = cast(null(), String)
    wordings = (
        select(plain(0), Wording.id, Wording.text, nothing, nothing, nothing, Organisation.name, Wording.at)
        .join(Organisation, Organisation.id == Wording.organisation_id)
        .where(Wording.ask_id == ask.id)
    )
    words = [Correction.text, Correction.source, Correction.answer]
    corrections = (
        select(
            plain(1) + cast(Correction.is_quoted, Integer),
            Correction.id,
            *words,
            cast(Correction.status, String),
            Organisation.name,
            Correction.answered_at,
        )
        .join(Organisation, Organisation.id == Correction.organisation_id)
        .where(Correction.ask_id == ask.id, Correction.status != CorrectionStatus.WAITING)
    )
    said: list[Said] = []
    answered: list[Answered] = []
    rows: Any = session.execute(union_all(wordings, corrections))
    for kind, number, text, source, answer, status, host, at in rows:
        if not kind:
            said.append(Said(host, text))
            continue
        quoted = text if kind > 1 else ""
        answered.append(
            Answered(number, quoted, source if quoted else "", answer, CorrectionStatus(status), host, at)
        )
    return said, sorted(answered, key=lambda each: each.id, reverse=True)


def latest_news(ask: Ask | None = None) -> Sequence[News]:
    """Give what happened last to the asks that the public sees, or to one of them."""
    query = (
        select(StatusEntry, Target.name, Ask)
        .join(AskTarget, AskTarget.id == StatusEntry.ask_target_id)
        .join(Target, Target.id == AskTarget.target_id)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(listed(clock.now().date()), *_in_effect())
        .order_by(StatusEntry.at.desc(), StatusEntry.id.desc())
        .limit(MOST_NEWS)
    )
    if ask is not None:
        query = query.where(Ask.id == ask.id)
    return [News(entry, target, found) for entry, target, found in session.execute(query)]


def latest_promises(ask_target_ids: Sequence[int]) -> dict[int, Commitment]:
    """Give the latest promise of each of these."""
    query = select(Commitment).where(Commitment.ask_target_id.in_(ask_target_ids))
    rows = session.scalars(query.order_by(Commitment.said_on, Commitment.id))
    return {each.ask_target_id: each for each in rows}


def _in_effect() -> tuple[ColumnElement[bool], ...]:
    return (StatusEntry.needs_review.is_(False), StatusEntry.is_declined.is_(False))


def _columns(**given: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401  # any column
    """Give the columns of a line in their order; those that this kind does not have are empty."""
    return [given[name] if name in given else cast(null(), kind) for name, kind in _TYPES.items()]


def _entries(ask: Ask) -> Select[Any]:
    reviewer = aliased(Organisation)
    columns = _columns(
        kind=plain(Kind.ENTRY.value),
        id=StatusEntry.id,
        ask_target_id=StatusEntry.ask_target_id,
        on=StatusEntry.on,
        text=StatusEntry.note,
        link=StatusEntry.evidence_link,
        before=cast(StatusEntry.before, String),
        after=cast(StatusEntry.after, String),
        position=cast(StatusEntry.position, String),
        host=Organisation.name,
        second_reader=reviewer.name,
        is_reviewed=StatusEntry.reviewed_at.is_not(None),
        document_id=EvidenceDocument.id,
        filename=EvidenceDocument.filename,
        sha256=EvidenceDocument.sha256,
    )
    return (
        select(*columns)
        .join(AskTarget, AskTarget.id == StatusEntry.ask_target_id)
        .outerjoin(Organisation, Organisation.id == StatusEntry.organisation_id)
        .outerjoin(reviewer, reviewer.id == StatusEntry.reviewed_for_id)
        .outerjoin(EvidenceDocument, EvidenceDocument.id == StatusEntry.document_id)
        .where(AskTarget.ask_id == ask.id, *_in_effect())
    )


def _contacts(ask: Ask) -> Select[Any]:
    shown = and_(
        Event.id == Contact.event_id, Event.status.in_(SHOWN), Event.visibility == EventVisibility.PUBLIC
    )
    columns = _columns(
        kind=plain(Kind.CONTACT.value),
        id=Contact.id,
        ask_target_id=Contact.ask_target_id,
        on=Contact.on,
        text=Contact.note,
        contact=cast(Contact.kind, String),
        host=Organisation.name,
        event_slug=Event.slug,
        event_title=Event.title,
    )
    return (
        select(*columns)
        .join(AskTarget, AskTarget.id == Contact.ask_target_id)
        .outerjoin(Organisation, Organisation.id == Contact.organisation_id)
        .outerjoin(Event, shown)
        .where(AskTarget.ask_id == ask.id)
    )


def _commitments(ask: Ask) -> Select[Any]:
    columns = _columns(
        kind=plain(Kind.COMMITMENT.value),
        id=Commitment.id,
        ask_target_id=Commitment.ask_target_id,
        on=Commitment.said_on,
        text=Commitment.words,
        link=Commitment.source,
        place=Commitment.place,
        due_on=Commitment.due_on,
    )
    query = select(*columns).join(AskTarget, AskTarget.id == Commitment.ask_target_id)
    return query.where(AskTarget.ask_id == ask.id)


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    """Read one row of the union; what a kind does not have is empty."""
    values: dict[str, Any] = {
        name: "" if value is None and kind is String else value
        for (name, kind), value in zip(_TYPES.items(), row, strict=True)
    }
    for name, kind in _CHOICES.items():
        values[name] = kind(values[name]) if values[name] else None
    return Line(**values | {"is_reviewed": bool(values["is_reviewed"])})


_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "kind": String,
    "id": Integer,
    "ask_target_id": Integer,
    "on": Date,
    "text": String,
    "link": String,
    "place": String,
    "due_on": Date,
    "before": String,
    "after": String,
    "position": String,
    "contact": String,
    "host": String,
    "second_reader": String,
    "is_reviewed": Boolean,
    "document_id": Integer,
    "filename": String,
    "sha256": String,
    "event_slug": String,
    "event_title": String,
}
_CHOICES: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "before": Standing,
    "after": Standing,
    "position": Position,
    "contact": ContactKind,
}
