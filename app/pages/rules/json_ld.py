"""Events as search engines read them (schema.org, JSON-LD): nothing but what everybody may know."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from app.cohosting.queries import HostCard
from app.core.text import plain_text
from app.events.models import Event, EventFormat, EventStatus
from app.events.rules import Audience, visible_place

Json = dict[str, Any]
CONTEXT = "https://schema.org"
LONGEST_DESCRIPTION = 500
_STATUS = {
    EventStatus.CANCELLED: f"{CONTEXT}/EventCancelled",
    EventStatus.POSTPONED: f"{CONTEXT}/EventPostponed",
}
_ATTENDANCE = {
    EventFormat.IN_PERSON: f"{CONTEXT}/OfflineEventAttendanceMode",
    EventFormat.ONLINE: f"{CONTEXT}/OnlineEventAttendanceMode",
    EventFormat.BOTH: f"{CONTEXT}/MixedEventAttendanceMode",
}


def event_data(event: Event, hosts: Sequence[HostCard], site: str) -> Json:
    """Describe an event, with every host as an organiser."""
    address = f"{site}/events/{event.slug}"
    data: Json = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": event.title,
        "description": description(event),
        "inLanguage": event.language,
        "eventStatus": _STATUS.get(event.status, f"{CONTEXT}/EventScheduled"),
        "eventAttendanceMode": _ATTENDANCE[event.format],
        "organizer": [{"@type": "Organization", "name": host.name, "url": site + host.url} for host in hosts],
        "location": _locations(event, address),
    }
    if event.starts_at and event.ends_at:
        zone = ZoneInfo(event.zone)
        data["startDate"] = event.starts_at.astimezone(zone).isoformat()
        data["endDate"] = event.ends_at.astimezone(zone).isoformat()
    if event.picture:
        data["image"] = [f"{site}/pictures/{event.picture}.webp"]
    return data


def description(event: Event) -> str:
    """Say in a few words what an event is."""
    text = event.summary or " ".join(plain_text(event.description).split())
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def organisation_data(name: str, slug: str, purpose: str, links: Sequence[str], site: str) -> Json:
    """Describe an organisation."""
    address = f"{site}/organisations/{slug}"
    data = {"@context": CONTEXT, "@type": "Organization", "@id": address, "url": address, "name": name}
    return {
        **data,
        **({"description": purpose} if purpose else {}),
        **({"sameAs": list(links)} if links else {}),
    }


def site_data(site: str) -> Json:
    """Describe the site and how it can be searched."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": "Twain",
        "url": f"{site}/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site}/events?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _locations(event: Event, address: str) -> Json | list[Json]:
    """Give the place as far as it is public, and for online events the page on which one replies."""
    virtual: Json = {"@type": "VirtualLocation", "url": address}
    if event.format is EventFormat.ONLINE:
        return virtual
    place = _place(event)
    return [place, virtual] if event.format is EventFormat.BOTH else place


def _place(event: Event) -> Json:
    seen = visible_place(event, Audience.PUBLIC)
    postal = {"streetAddress": seen.address, "addressLocality": seen.area}
    data: Json = {"@type": "Place", "name": seen.name or seen.area or event.title}
    data["address"] = {"@type": "PostalAddress", **{name: text for name, text in postal.items() if text}}
    if seen.latitude is not None and seen.longitude is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": seen.latitude, "longitude": seen.longitude}
    return data
