"""What waits for someone, and what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.models import User
from app.asks.queries import corrections_to_answer, entries_to_read
from app.cohosting.models import Cohosting
from app.cohosting.policies import worked_on_by
from app.cohosting.queries import awaiting, offers_for
from app.core import clock
from app.core.database import session
from app.core.i18n import _, _n, format_date
from app.donations.queries.giving import messages_waiting_for
from app.events.models import Event, EventStatus
from app.events.policies import seen_on_desk_by
from app.initiatives.queries import milestones_due_for
from app.organisations.queries import invitations_for
from app.petitions.queries.desk import reasons_to_read, sheets_to_check
from app.rsvps.models import Rsvp, RsvpStatus

RECENTLY = timedelta(days=7)
NEAR = timedelta(days=14)
MOST_EVENTS = 50
MOST_REPLIES = 50
MOST_ASKS = 6
MOST_PETITIONS = 6
MOST_INITIATIVES = 6
MOST_FUNDS = 6
#: What is not public yet, or not any more, but still wants work.
_UNFINISHED = (EventStatus.DRAFT, EventStatus.PROPOSED, EventStatus.WITHDRAWN)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for someone: a sentence and the one thing to do about it."""

    sentence: str
    action: str
    address: str
    #: What it is about, so that the same word on several buttons can be told apart.
    about: str
    hint: str = ""


@dataclass(frozen=True)
class DeskEvent:
    """An event as the overview shows it."""

    slug: str
    title: str
    status: EventStatus
    starts_at: datetime | None
    ends_at: datetime | None
    zone: str
    going: int

    @property
    def is_over(self) -> bool:
        """Tell whether it took place and is past."""
        is_past = self.ends_at is not None and self.ends_at <= clock.now()
        return is_past and self.status is EventStatus.PUBLISHED


def waiting_for(user: User) -> Sequence[Waiting]:
    """Give what waits for someone's word, the most pressing first."""
    return [
        *_sign_offs(user),
        *_second_readings(user),
        *_corrections(user),
        *_sheets(user),
        *_reasons(user),
        *_messages(user),
        *_offers(user),
        *_invitations(user),
        *_milestones(user),
    ]


def replies_lately(user: User) -> Sequence[Waiting]:
    """Give the events of someone's hosts to which people have replied in the last days."""
    query = (
        select(Event.slug, Event.title, func.sum(Rsvp.party_size))
        .join(Rsvp, Rsvp.event_id == Event.id)
        .where(
            Rsvp.status == RsvpStatus.GOING,
            Rsvp.confirmed_at > clock.now() - RECENTLY,
            Event.ends_at > clock.now(),
            Event.status == EventStatus.PUBLISHED,
            Event.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user))),
        )
        .group_by(Event.id, Event.slug, Event.title, Event.starts_at)
        .order_by(Event.starts_at)
    )
    return [
        Waiting(
            sentence=_n(
                "%(num)s person has replied to “%(title)s” this week.",
                "%(num)s people have replied to “%(title)s” this week.",
                people,
                title=title,
            ),
            action=_("See the replies"),
            address=f"/desk/events/{slug}/rsvps",
            about=title,
        )
        for slug, title, people in session.execute(query)
    ]


def events_of(user: User) -> Sequence[DeskEvent]:
    """Give the events of someone's hosts that are ahead or unfinished, unfinished ones first."""
    ahead = or_(Event.ends_at > clock.now(), Event.status.in_(_UNFINISHED))
    # Of a series only what is near: its own screen lists the rest, and half a year of it would hide all else.
    near = or_(Event.series_id.is_(None), Event.starts_at < clock.now() + NEAR)
    query = _desk_events(user, and_(ahead, near)).order_by(
        Event.status.not_in(_UNFINISHED), Event.starts_at.nulls_first(), Event.id
    )
    return [DeskEvent(*row) for row in session.execute(query.limit(MOST_EVENTS))]


def past_events_of(user: User) -> Sequence[DeskEvent]:
    """Give the events of someone's hosts that are over, latest first."""
    over = (Event.ends_at <= clock.now()) & Event.status.not_in(_UNFINISHED)
    query = _desk_events(user, over).order_by(Event.starts_at.desc(), Event.id.desc())
    return [DeskEvent(*row) for row in session.execute(query.limit(MOST_EVENTS))]


def _desk_events(
    user: User, condition: ColumnElement[bool]
) -> Select[str, str, EventStatus, datetime | None, datetime | None, str, int]:
    going = Event.taken_in_person + Event.taken_online
    columns = (Event.slug, Event.title, Event.status, Event.starts_at, Event.ends_at, Event.zone, going)
    return select(*columns).where(seen_on_desk_by(user), condition)


def _sign_offs(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=each.sentence,
            action=_("Read and answer"),
            address=each.address,
            about=each.title,
            hint=_("Until %(day)s.", day=format_date(each.lapses_at.date())),
        )
        for each in awaiting(user)
    ]


def _second_readings(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "%(host)s wrote that “%(title)s” is now “%(standing)s”. It waits for a second reader.",
                host=each.organisation.name if each.organisation else "",
                title=each.ask_target.ask.title,
                standing=each.after.label,
            ),
            action=_("Read it"),
            address=f"/desk/asks/{each.ask_target.ask.slug}/entries/{each.id}",
            about=each.ask_target.ask.title,
        )
        for each in entries_to_read(user)
    ]


def _corrections(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_("Someone asks for a correction of “%(title)s”.", title=each.ask.title),
            action=_("Answer"),
            address=f"/desk/asks/{each.ask.slug}/corrections/{each.id}",
            about=each.ask.title,
        )
        for each in corrections_to_answer(user)
    ]


def _milestones(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "“%(milestone)s”, a milestone of “%(title)s”, was planned for %(day)s. Has it been reached?",
                milestone=each.title,
                title=each.initiative.title,
                day=format_date(each.due_on),
            ),
            action=_("Say how it stands"),
            address=f"/desk/initiatives/{each.initiative.slug}#milestones",
            about=each.title,
        )
        for each in milestones_due_for(user, clock.now().date())
    ]


def _sheets(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "Names on paper for “%(title)s” wait for a second person: %(note)s.",
                title=each.petition.title,
                note=each.note,
            ),
            action=_("Check them"),
            address=f"/desk/petitions/{each.petition.slug}/paper/{each.id}",
            about=each.note,
        )
        for each in sheets_to_check(user)
    ]


def _reasons(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_n(
                "%(num)s signer of “%(title)s” wrote why. Read it before others can.",
                "%(num)s signers of “%(title)s” wrote why. Read it before others can.",
                number,
                title=title,
            ),
            action=_("Read what signers say"),
            address=f"/desk/petitions/{slug}/reasons",
            about=title,
        )
        for slug, title, number in reasons_to_read(user)
    ]


def _messages(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_n(
                "%(num)s giver to “%(title)s” wrote a message. Read it before others can.",
                "%(num)s givers to “%(title)s” wrote a message. Read it before others can.",
                number,
                title=title,
            ),
            action=_("Read what givers wrote"),
            address=f"/desk/funds/{slug}/messages",
            about=title,
        )
        for slug, title, number in messages_waiting_for(user)
    ]


def _offers(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=each.sentence,
            action=_("See the invitation"),
            address=each.address,
            about=each.title,
            hint=_("Until %(day)s.", day=format_date(each.expires_at.date())) if each.expires_at else "",
        )
        for each in offers_for(user)
    ]


def _invitations(user: User) -> list[Waiting]:
    if user.confirmed_at is None:
        return []
    return [
        Waiting(
            sentence=_(
                "%(name)s would like you to join %(organisation)s as “%(role)s”.",
                name=each.invited_by.name if each.invited_by else each.organisation.name,
                organisation=each.organisation.name,
                role=each.role.label,
            ),
            action=_("See the invitation"),
            address=f"/desk/invitations/{each.id}",
            about=each.organisation.name,
        )
        for each in invitations_for(user)
    ]
