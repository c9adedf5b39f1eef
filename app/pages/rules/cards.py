"""How a list says what an event is: plain words, ready for the template and the same for every reader."""

from dataclasses import dataclass

from app.cohosting.queries import HostCard
from app.core.i18n import _, format_short_when
from app.events.models import EventFormat, EventStatus
from app.events.queries import EventCard

#: So many different drawings there are; a bound, so that each is drawn once and kept.
DRAWINGS = 48


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture and what it shows."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class CardView:
    """Everything that the card of an event says (`components/event_card.html`)."""

    title: str
    url: str
    when: str
    starts: str
    ends: str
    zone: str
    place: str
    hosts: tuple[HostCard, ...]
    seed: int
    joint: bool
    series_url: str
    room: str
    state: str
    tone: str
    off: bool
    picture: PictureView | None


def card_view(card: EventCard, *, is_over: bool) -> CardView:
    """Say what a card says."""
    state, tone = _state(card.status, is_over=is_over)
    return CardView(
        title=card.title,
        url=card.url,
        when=format_short_when(card.starts_at, card.ends_at, card.zone),
        starts=card.starts_at.isoformat(),
        ends=card.ends_at.isoformat(),
        zone=card.zone,
        place=_place(card),
        hosts=tuple(card.hosts),
        seed=card.id % DRAWINGS,
        joint=card.is_joint,
        series_url=card.series_url,
        room="" if state else card.room,
        state=state,
        tone=tone,
        off=card.status is not EventStatus.PUBLISHED,
        picture=PictureView(f"/pictures/{card.picture}.webp", card.picture_alt) if card.picture else None,
    )


def _state(status: EventStatus, *, is_over: bool) -> tuple[str, str]:
    if status is EventStatus.CANCELLED:
        return _("Cancelled"), "stop"
    if status is EventStatus.POSTPONED:
        return _("Postponed"), "clay"
    return (_("Over"), "plum") if is_over else ("", "")


def _place(card: EventCard) -> str:
    if card.format is EventFormat.ONLINE or not card.place:
        return card.format.label
    return _("%(place)s, and online", place=card.place) if card.format is EventFormat.BOTH else card.place
