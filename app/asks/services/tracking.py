"""Write down what happened between hosts and a target: contacts, promises, dated evidence."""

from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.asks import queries
from app.asks.facts import StandingChanged
from app.asks.models import (
    AskStatus,
    AskTarget,
    Commitment,
    Contact,
    ContactKind,
    EvidenceDocument,
    Position,
    Standing,
    StatusEntry,
)
from app.asks.rules.evidence import MOST_BYTES, Document, kind_of, safe_name
from app.asks.rules.reviewing import needs_review
from app.asks.rules.status import SET_BY_JOB, can_stand, needs_reason
from app.asks.services.keeping import check_may_change, hold, take_effect, touch_pages
from app.asks.services.telling import tell_second_readers
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.facts import announce
from app.core.i18n import _
from app.core.pictures import redrawn
from app.events.models import Event
from app.organisations.models import Organisation


@dataclass(frozen=True)
class Turn:
    """How hosts turned to a target."""

    kind: ContactKind
    on: date
    note: str = ""
    #: The event to which they came.
    event: Event | None = None


@dataclass(frozen=True)
class Words:
    """What a target promised, word for word."""

    words: str
    said_on: date
    place: str = ""
    source: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class News:
    """What happened, as hosts write it down."""

    after: Standing
    on: date
    position: Position | None = None
    evidence_link: str = ""
    document: Document | None = None
    note: str = ""
    #: When the next answer or step is due; None leaves the deadline as it is.
    due_on: date | None = None


@dataclass(frozen=True)
class Writing:
    """Who writes something down, and for which host."""

    by: User | None
    on_behalf_of: Organisation


def record_contact(ask_target: AskTarget, turn: Turn, writing: Writing) -> Contact:
    """Keep that hosts turned to a target."""
    _open_for_news(ask_target, writing)
    _not_ahead(turn.on, "on")
    contact = Contact(
        ask_target=ask_target,
        kind=turn.kind,
        on=turn.on,
        note=turn.note,
        event=turn.event,
        organisation=writing.on_behalf_of,
        by_id=writing.by.id if writing.by else None,
        at=clock.now(),
    )
    session.add(contact)
    session.flush()
    _line(Action.ASK_CONTACT_KEPT, ask_target, writing, contact=contact.id)
    touch_pages(ask_target.ask)
    return contact


def record_commitment(ask_target: AskTarget, said: Words, writing: Writing) -> Commitment:
    """Keep a promise word for word; its day becomes the deadline that the tracker watches.

    A second press keeps nothing again: what the tracker holds cannot be taken out.
    """
    _open_for_news(ask_target, writing)
    _not_ahead(said.said_on, "said_on")
    last = queries.latest_commitment(ask_target)
    if last is not None and _words(last) == said:
        return last
    commitment = Commitment(
        ask_target=ask_target,
        words=said.words,
        said_on=said.said_on,
        place=said.place,
        source=said.source,
        due_on=said.due_on,
        by_id=writing.by.id if writing.by else None,
        at=clock.now(),
    )
    session.add(commitment)
    _set_due(ask_target, said.due_on)
    session.flush()
    _line(Action.ASK_COMMITMENT_KEPT, ask_target, writing, commitment=commitment.id)
    touch_pages(ask_target.ask)
    return commitment


def record_status(ask_target: AskTarget, news: News, writing: Writing) -> StatusEntry:
    """Write down how an ask stands now; done and refused hold once a second reader has agreed.

    Nothing is ever written over: who finds an error writes a new entry that says so.
    """
    _open_for_news(ask_target, writing)
    _check(ask_target, news)
    entry = StatusEntry(
        ask_target=ask_target,
        before=ask_target.standing,
        after=news.after,
        position=news.position,
        on=news.on,
        evidence_link=news.evidence_link,
        document_id=_kept(news.document).id if news.document else None,
        note=news.note,
        by=writing.by,
        organisation=writing.on_behalf_of,
        needs_review=needs_review(news.after),
        is_declined=False,
        at=clock.now(),
    )
    session.add(entry)
    _set_due(ask_target, news.due_on)
    session.flush()
    _line(Action.ASK_STATUS_WRITTEN, ask_target, writing, entry=entry.id, after=news.after.value)
    if entry.needs_review:
        tell_second_readers(entry)
    else:
        take_effect(ask_target, entry)
        announce(StandingChanged(ask_target, entry))
    touch_pages(ask_target.ask)
    return entry


def read_document(filename: str, content: bytes) -> Document:
    """Take a file; raise Invalid for what is too large or of another kind."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("This file is larger than 5 MB."), "document")
    kind = kind_of(content)
    if kind is None:
        raise Invalid(_("We take PDF files, pictures and plain text."), "document")
    media_type, ending = kind
    return Document(safe_name(filename, ending), media_type, content)


def read_evidence(filename: str, content: bytes) -> Document:
    """Take a file that everyone may download: of a picture only what it shows, not where it was taken."""
    document = read_document(filename, content)
    if not document.media_type.startswith("image/"):
        return document
    try:
        drawn = redrawn(content)
    except Invalid as error:
        raise Invalid(error.sentence, "document") from error
    return Document(safe_name(filename, ".webp"), "image/webp", drawn)


def _kept(document: Document) -> EvidenceDocument:
    kept = EvidenceDocument(
        filename=document.filename,
        media_type=document.media_type,
        content=document.content,
        sha256=document.sha256,
        at=clock.now(),
    )
    session.add(kept)
    session.flush()
    return kept


def _check(ask_target: AskTarget, news: News) -> None:
    _not_ahead(news.on, "on")
    if news.after in SET_BY_JOB or not can_stand(ask_target.standing, news.after):
        raise Invalid(
            _("It cannot go from “%(old)s” to that. Choose another.", old=ask_target.standing.label), "after"
        )
    if needs_review(news.after) and queries.waiting_entry(ask_target) is not None:
        raise Refused(_("An entry already waits for a second reader. Settle that first."))
    has_evidence = bool(news.evidence_link or news.document)
    if needs_review(news.after) and not has_evidence:
        raise Invalid(_("Add a link or a document that shows it."), "evidence_link")
    if needs_reason(ask_target.standing, news.after) and not news.note:
        raise Invalid(_("Say why it changes back, so that readers can follow."), "note")
    if not (has_evidence or news.note):
        raise Invalid(_("Add a link, a document or a note, so that others can check it."), "evidence_link")


def _words(kept: Commitment) -> Words:
    return Words(kept.words, kept.said_on, kept.place, kept.source, kept.due_on)


def _open_for_news(ask_target: AskTarget, writing: Writing) -> None:
    """Let nobody else write about this ask meanwhile, and refuse where it or its host may not be public."""
    hold(ask_target.ask)
    session.refresh(ask_target)
    if ask_target.ask.status is not AskStatus.PUBLISHED:
        raise Refused(_("The tracker follows an ask once it is public."))
    if writing.by is not None:  # what a petition keeps by itself has happened, whoever hosts it
        check_may_change(ask_target.ask, writing.on_behalf_of)


def _not_ahead(day: date, field: str) -> None:
    if day > clock.now().date():
        raise Invalid(_("This day has not come yet."), field)


def _set_due(ask_target: AskTarget, due_on: date | None) -> None:
    if due_on is None or due_on == ask_target.due_on:
        return
    ask_target.due_on = due_on
    ask_target.sequence += 1
    ask_target.changed_at = clock.now()


def _line(action: Action, ask_target: AskTarget, writing: Writing, **detail: object) -> None:
    detail = {"target": ask_target.target.slug, **detail}
    record(action, ask_target.ask, by=writing.by, on_behalf_of=writing.on_behalf_of, detail=detail)
