"""The public record of an ask: what happened, who was turned to, and what was promised."""

from dataclasses import dataclass
from datetime import date
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
    EvidenceDocument,
    Position,
    Standing,
    StatusEntry,
)
from app.core.database import session
from app.events.models import Event, EventVisibility
from app.events.rules import SHOWN
from app.organisations.models import Organisation


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


def record_of(ask: Ask) -> list[Line]:
    """Give the public record of an ask in one query, latest first: only what is in effect."""
    query = union_all(_entries(ask), _contacts(ask), _commitments(ask))
    lines = [_line(row) for row in session.execute(query)]
    return sorted(lines, key=lambda each: (each.on, each.kind is Kind.ENTRY, each.id), reverse=True)


def in_effect() -> tuple[ColumnElement[bool], ...]:
    """Give the condition that an entry holds: nothing waits for a second reader, nobody said no."""
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
        .where(AskTarget.ask_id == ask.id, *in_effect())
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
