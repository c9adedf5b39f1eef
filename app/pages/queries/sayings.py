"""What is said about asks: hosts' own words, corrections that were answered, and the news for feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, cast, null, select, union_all
from sqlalchemy import literal as plain

from app.asks.models import (
    Ask,
    AskTarget,
    Commitment,
    Correction,
    CorrectionStatus,
    StatusEntry,
    Target,
    Wording,
)
from app.asks.policies import listed
from app.core import clock
from app.core.database import session
from app.organisations.models import Organisation
from app.pages.queries.records import in_effect

MOST_NEWS = 50


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
    for kind, number, text, source, answer, status, host, at in sorted(rows, key=lambda row: row[:2]):
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
        .where(listed(clock.now().date()), *in_effect())
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
