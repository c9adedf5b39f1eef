"""Writes: post, answer, and begin together."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import update

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.board import emails
from app.board.models import BoardAnswer, BoardPost, Kind
from app.board.policies import can_read_post
from app.board.queries import answer_by, locked, newest_posts, open_count
from app.board.rules import MOST_OPEN, OPEN_FOR
from app.cohosting import services as cohosting
from app.cohosting.queries import readers_of
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, locale
from app.events.models import Event, EventFormat, EventStatus
from app.events.rules.content import EventDetails
from app.events.services import draft_event
from app.organisations.models import Organisation
from app.organisations.policies import can_organise
from app.organisations.queries import organisation_locked
from app.outbox.services import post as post_mail


@dataclass(frozen=True)
class PostDetails:
    """What an organisation would like to do, and with whom."""

    title: str
    we_are: Kind
    seeks: Sequence[str]
    idea: str = ""
    brings: str = ""
    themes: Sequence[str] = ()
    area: str = ""
    can_be_online: bool = False
    from_on: date | None = None
    to_on: date | None = None


def write_post(details: PostDetails, organisation: Organisation, *, by: User) -> BoardPost:
    """Put a post up; a second press puts up nothing again."""
    organisation_locked(organisation)
    for last in newest_posts(organisation, 1):
        if clock.is_just_now(last.created_at) and last.is_open and _says(last, details):
            return last
    _refuse_too_many(organisation)
    post = BoardPost(organisation=organisation, by=by, created_at=clock.now())
    _write(post, details)
    session.add(post)
    session.flush()
    record(Action.BOARD_POSTED, post, by=by, on_behalf_of=organisation, detail={"title": post.title})
    return post


def change_post(post: BoardPost, details: PostDetails, *, by: User) -> None:
    """Change a post, and put it up anew if it had come off."""
    organisation_locked(post.organisation)
    if not post.is_open or post.open_until <= clock.now():
        _refuse_too_many(post.organisation)
    _write(post, details)
    record(Action.BOARD_CHANGED, post, by=by, on_behalf_of=post.organisation)


def close_post(post: BoardPost, *, by: User) -> None:
    """Take a post off the board; answers stay for those who got them."""
    if post.is_open:
        post.is_open = False
        record(Action.BOARD_CLOSED, post, by=by, on_behalf_of=post.organisation)


def answer_post(post: BoardPost, organisation: Organisation, message: str, *, by: User) -> BoardAnswer:
    """Answer for an organisation; a second answer takes the place of the first."""
    organisation_locked(organisation)
    if not can_read_post(by, post):
        raise Refused(_("This post has come off the board."))
    if organisation is post.organisation:
        raise Refused(_("This is your own post."))
    answer = answer_by(post, organisation)
    if answer is not None and answer.message == message:
        return answer
    if answer is None:
        answer = BoardAnswer(post=post, organisation=organisation)
        session.add(answer)
    answer.by, answer.message, answer.at = by, message, clock.now()
    session.flush()
    record(Action.BOARD_ANSWERED, post, by=by, on_behalf_of=organisation)
    for reader in readers_of([post.organisation_id]):
        post_mail(emails.answered(answer, reader))
    return answer


def begin_together(answer: BoardAnswer, *, by: User) -> Event:
    """Begin a draft that both hold; pressed twice it is the same one.

    Whoever answered has agreed to host. Where they may no longer speak for their organisation, it is
    asked like any other.
    """
    answer = locked(answer)
    if answer.event is not None and answer.event.status is not EventStatus.DELETED:
        return answer.event
    post, host = answer.post, answer.post.organisation
    event = draft_event(_draft_of(post), organisation=host, by=by)
    is_host = answer.by is not None and answer.by.active and can_organise(answer.by, answer.organisation)
    if answer.by is not None and is_host:
        cohosting.take_in(event.cohosting, answer.organisation, agreed_by=answer.by, by=by, on_behalf_of=host)
    else:
        cohosting.offer(event.cohosting, organisation=answer.organisation, by=by, on_behalf_of=host)
    answer.event = event
    session.flush()
    record(Action.BOARD_TAKEN_UP, post, by=by, on_behalf_of=host, detail={"event": event.id})
    if is_host:
        for reader in readers_of([answer.organisation_id]):
            post_mail(emails.drafted(answer, event, reader))
    return event


def forget_person(fact: UserErased) -> None:
    """Take someone who is being erased off what they wrote for their organisations."""
    for table in (BoardPost, BoardAnswer):
        session.execute(update(table).where(table.by_id == fact.user.id).values(by_id=None))


def _draft_of(post: BoardPost) -> EventDetails:
    is_online = post.can_be_online and not post.area
    return EventDetails(
        title=post.title,
        description=post.idea,
        place_area=post.area,
        format=EventFormat.ONLINE if is_online else EventFormat.IN_PERSON,
        zone=post.organisation.time_zone,
        tags=[theme.label.lower() for theme in post.about],
        language=locale(),
    )


def _refuse_too_many(organisation: Organisation) -> None:
    if open_count(organisation) >= MOST_OPEN:
        raise Refused(
            _("%(name)s has %(num)s posts up. Take one off first.", name=organisation.name, num=MOST_OPEN)
        )


def _says(post: BoardPost, details: PostDetails) -> bool:
    """Tell whether a post says exactly this."""
    return all(getattr(post, name) == value for name, value in _columns(details).items())


def _columns(details: PostDetails) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(details).items()
    }


def _write(post: BoardPost, details: PostDetails) -> None:
    for name, value in _columns(details).items():
        setattr(post, name, value)
    post.is_open, post.open_until = True, clock.now() + OPEN_FOR
