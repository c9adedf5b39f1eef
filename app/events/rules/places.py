"""Who sees how much of a place: the one function that page, feeds, search and mail obey."""

from dataclasses import dataclass
from enum import IntEnum

from app.events.models import AddressVisibility, Event, EventFormat
from app.events.rules.maps import map_link


class Audience(IntEnum):
    """Who is reading; each sees at least what the one before sees."""

    PUBLIC = 0
    GOING = 1
    HOST = 2


@dataclass(frozen=True)
class VisiblePlace:
    """What a reader may know of where an event is; empty means nothing or not for this reader."""

    name: str = ""
    area: str = ""
    address: str = ""
    directions: str = ""
    latitude: float | None = None
    longitude: float | None = None
    online_link: str = ""
    #: There is an address that this reader may not see.
    is_address_hidden: bool = False
    #: There is an online link that this reader may not see.
    is_link_hidden: bool = False

    @property
    def whole_address(self) -> str:
        """Give the address with its town, as precisely as this reader may know it."""
        is_said = self.area.casefold() in self.address.casefold()
        return self.address if is_said else ", ".join(part for part in (self.address, self.area) if part)

    @property
    def line(self) -> str:
        """Give the place in one line, as precisely as this reader may know it."""
        return ", ".join(part for part in (self.name, self.whole_address) if part)

    @property
    def map_link(self) -> str:
        """Give the address of a map of the place, if this reader may know it."""
        return map_link(self.latitude, self.longitude)


_SEES_ADDRESS = {
    AddressVisibility.EVERYONE: Audience.PUBLIC,
    AddressVisibility.GOING: Audience.GOING,
    AddressVisibility.HOSTS: Audience.HOST,
}


def visible_place(event: Event, audience: Audience) -> VisiblePlace:
    """Give what this audience may know of where the event is."""
    has_room = event.format is not EventFormat.ONLINE
    has_link = event.format is not EventFormat.IN_PERSON and bool(event.online_link)
    sees_address = has_room and audience >= _SEES_ADDRESS[event.address_visibility]
    sees_link = has_link and audience >= Audience.GOING
    exact = event.place_address or event.directions or event.latitude is not None
    return VisiblePlace(
        name=event.place_name if has_room else "",
        area=event.place_area if has_room else "",
        address=event.place_address if sees_address else "",
        directions=event.directions if sees_address else "",
        latitude=event.latitude if sees_address else None,
        longitude=event.longitude if sees_address else None,
        online_link=event.online_link if sees_link else "",
        is_address_hidden=has_room and bool(exact) and not sees_address,
        is_link_hidden=has_link and not sees_link,
    )
