"""What lists show of events: lean rows with nothing that is not for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, select

from app.cohosting.queries import HostCard, host_organisations_of
from app.core.database import session
from app.events.models import Event, EventFormat, EventStatus, Series
from app.events.rules import Audience, event_spots_left, room_label, visible_place

#: What a card needs, and what decides how much of the place it may show.
COLUMNS = (
    Event.id,
    Event.cohosting_id,
    select(Series.slug).where(Series.id == Event.series_id).scalar_subquery().label("series_slug"),
    Event.slug,
    Event.title,
    Event.summary,
    Event.status,
    Event.starts_at,
    Event.ends_at,
    Event.zone,
    Event.format,
    Event.place_name,
    Event.place_area,
    Event.place_address,
    Event.directions,
    Event.latitude,
    Event.longitude,
    Event.address_visibility,
    Event.online_link,
    Event.capacity_in_person,
    Event.capacity_online,
    Event.taken_in_person,
    Event.taken_online,
    Event.held_in_person,
    Event.held_online,
    Event.picture,
    Event.picture_alt,
)


@dataclass(frozen=True)
class EventCard:
    """What a list shows of an event: only what everybody may know."""

    id: int
    slug: str
    title: str
    summary: str
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    zone: str
    format: EventFormat
    #: "Fernhill Library, Leeds", or empty for an online event.
    place: str
    #: None for no limit.
    spots_left: int | None
    picture: str | None
    picture_alt: str
    hosts: tuple[HostCard, ...]
    #: The page of the series of which it is one date; empty for a single event.
    series_url: str

    @property
    def url(self) -> str:
        """Give the address of its public page."""
        return f"/events/{self.slug}"

    @property
    def is_joint(self) -> bool:
        """Tell whether two or more hosts hold it."""
        return len(self.hosts) > 1

    @property
    def room(self) -> str:
        """Say how much room there is."""
        return room_label(self.spots_left)


def card_rows(query: Select[*tuple[Any, ...]], values: Mapping[str, object] | None = None) -> list[Event]:
    """Run a query over COLUMNS; its rows have an event's attributes, as far as they were asked for."""
    session.flush()  # the rows are read past the session, which would do this
    return cast("list[Event]", list(session.connection().execute(query, values)))


def cards_of(rows: Sequence[Event]) -> list[EventCard]:
    """Give cards for rows of COLUMNS, with their hosts in one query more."""
    hosts = host_organisations_of([row.cohosting_id for row in rows]) if rows else {}
    return [_card(row, hosts[row.cohosting_id]) for row in rows]


def _card(found: Event, hosts: Sequence[HostCard]) -> EventCard:
    place = visible_place(found, Audience.PUBLIC)
    return EventCard(
        id=found.id,
        slug=found.slug,
        title=found.title,
        summary=found.summary,
        status=found.status,
        starts_at=cast("datetime", found.starts_at),
        ends_at=cast("datetime", found.ends_at),
        zone=found.zone,
        format=found.format,
        place=", ".join(part for part in (place.name, place.area) if part),
        spots_left=event_spots_left(found),
        picture=found.picture,
        picture_alt=found.picture_alt,
        hosts=tuple(hosts),
        series_url=f"/series/{slug}" if (slug := cast("Any", found).series_slug) else "",
    )
