"""What public pages show that no single feature knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, TextClause, select

from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.cohosting.policies import is_member_of_host
from app.cohosting.queries import HostCard, held_by
from app.core.database import session
from app.core.i18n import format_when
from app.events.models import Agreement, Event, EventStatus, Series
from app.events.policies import listed
from app.events.queries import EventPage, EventSearch, search_events
from app.events.queries.cards import COLUMNS, EventCard, cards_of
from app.events.rules import Audience, VisiblePlace, visible_place
from app.initiatives.models import Initiative
from app.organisations.models import Organisation
from app.organisations.policies import listed as listed_organisation
from app.pages.rules.finding import Wanted
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import ReplyOffer, offer_of, rsvp_of

FEED_LENGTH = 50
SITEMAP_LENGTH = 20_000


@dataclass(frozen=True)
class Shown:
    """An event as one reader may see it."""

    event: Event
    offer: ReplyOffer
    hosts: Sequence[HostCard]
    place: VisiblePlace
    #: The reader's own reply, if they are signed in and have one.
    own: Rsvp | None
    is_host: bool


@dataclass(frozen=True)
class Change:
    """An event that has changed, for a feed."""

    card: EventCard
    summary: str
    language: str
    published_at: datetime
    revised_at: datetime


def shown(event: Event, agreement: Agreement | None, user: User | None, via: str = "") -> Shown:
    """Give an event as this person, or a stranger, may see it; `via` is the host whose link they came by."""
    offer = offer_of(event, agreement, via)
    own = rsvp_of(user, event) if user else None
    is_host = user is not None and _acts_as_host(user, event)
    return Shown(
        event=event,
        offer=offer,
        hosts=offer.hosts,
        place=visible_place(event, _audience(own, is_host=is_host)),
        own=own,
        is_host=is_host,
    )


def found(wanted: Wanted) -> EventPage:
    """Give the page of events that someone looks for."""
    return search_events(search_for(wanted))


def search_for(wanted: Wanted) -> EventSearch:
    """Say what someone looks for as the search of events takes it."""
    return EventSearch(
        words=wanted.words,
        starts_from=wanted.starts_from,
        starts_to=wanted.starts_to,
        near="" if wanted.point else wanted.near,
        near_point=wanted.point,
        within_km=wanted.within,
        tag=wanted.tag,
        format=wanted.format,
        joint_only=wanted.is_joint,
        is_past=wanted.is_past,
        after=wanted.after,
        before=wanted.before,
    )


def latest_changes(
    organisation: Organisation | None = None, *, initiative: Initiative | None = None
) -> Sequence[Change]:
    """Give the listed events that changed last, of everybody, of one host or of one initiative."""
    conditions: list[ColumnElement[bool]] = []
    if organisation is not None:
        conditions.append(Event.cohosting_id.in_(held_by(organisation.id)))
    if initiative is not None:
        conditions.append(Event.initiative_id == initiative.id)
    return changes_where(listed(), *conditions)


def changes_where(*conditions: ColumnElement[bool] | TextClause) -> Sequence[Change]:
    """Give the events that meet some conditions and changed last."""
    query = select(*COLUMNS, Event.language, Event.published_at, Event.revised_at).where(*conditions)
    newest = query.order_by(Event.revised_at.desc(), Event.id.desc()).limit(FEED_LENGTH)
    rows = cast("list[Event]", list(session.execute(newest)))
    return [
        Change(
            card=card,
            summary=_summary(card),
            language=row.language,
            published_at=row.published_at or row.revised_at,
            revised_at=row.revised_at,
        )
        for row, card in zip(rows, cards_of(rows), strict=True)
    ]


def sitemap_entries() -> Sequence[tuple[str, datetime | None]]:
    """Give the path of every listed event and organisation, newest events first, with its last change."""
    events = select(Event.slug, Event.revised_at).where(listed()).order_by(Event.starts_at.desc())
    series = select(Series.slug, Series.revised_at).join(Event, Event.series_id == Series.id).where(listed())
    organisations = select(Organisation.slug).where(listed_organisation()).order_by(Organisation.id)
    return [
        *(
            (f"/events/{slug}", revised_at)
            for slug, revised_at in session.execute(events.limit(SITEMAP_LENGTH))
        ),
        *((f"/series/{slug}", at) for slug, at in session.execute(series.distinct().limit(SITEMAP_LENGTH))),
        *((f"/organisations/{slug}", None) for slug in session.scalars(organisations.limit(SITEMAP_LENGTH))),
    ]


def _acts_as_host(user: User, event: Event) -> bool:
    return is_member_of_host(user, event.cohosting_id) and not lacks_second_factor(user)


def _audience(own: Rsvp | None, *, is_host: bool) -> Audience:
    if is_host:
        return Audience.HOST
    return Audience.GOING if own is not None and own.status is RsvpStatus.GOING else Audience.PUBLIC


def _summary(card: EventCard) -> str:
    where = card.place or card.format.label
    when = format_when(card.starts_at, card.ends_at, card.zone)
    status = f"{card.status.label}. " if card.status is not EventStatus.PUBLISHED else ""
    return f"{status}{when}. {where}. {card.summary}".strip()
