"""What makes a signature suspicious, decided off the request; a person always has the last word."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Any

from app.core.i18n import _l
from app.core.labelled import Labelled

#: From one address range under one petition: so many within so long are usual, more are looked at.
USUAL = ((timedelta(minutes=1), 6), (timedelta(hours=1), 40), (timedelta(days=1), 150))
#: Where signatures come from is forgotten after this.
FORGET_NETWORK = timedelta(days=7)
_V4_RANGE, _V6_RANGE = 24, 48


class Suspicion(Labelled):
    """Why a signature is set aside, or taken off."""

    MANY_FROM_ONE_PLACE = (
        "many_from_one_place",
        _l("Unusually many from one place on the internet in a short time"),
    )
    THROWAWAY_ADDRESS = "throwaway_address", _l("An address from a service for throwaway mail")
    BY_HAND = "by_hand", _l("Taken off by a moderator")
    BULK = "bulk", _l("Taken off together with others")


#: Services that lend addresses for minutes.
_THROWAWAY = frozenset(
    {
        "10minutemail.com",
        "guerrillamail.com",
        "mailinator.com",
        "maildrop.cc",
        "sharklasers.com",
        "temp-mail.org",
        "trashmail.com",
        "yopmail.com",
    }
)


@dataclass(frozen=True)
class Criteria:
    """What a bulk removal looks for; empty fields do not ask. All that is given must fit."""

    #: A name, in which * stands for anything.
    name: str = ""
    #: The part of the addresses after the @.
    domain: str = ""
    area: str = ""
    #: ISO instants, first included, last not.
    since: str = ""
    until: str = ""
    only_quarantined: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether it would fit everybody."""
        return not (self.name or self.domain or self.area or self.since or self.until)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept."""
        return asdict(self)

    def fits(self, name: str | None, email: str | None) -> bool:
        """Tell whether what is encrypted fits; the database answers the rest."""
        if self.name and not fnmatchcase((name or "").casefold(), self.name.casefold()):
            return False
        return not self.domain or (email or "").casefold().endswith("@" + self.domain.casefold().lstrip("@"))


def network_of(address: str | None) -> str:
    """Give the range an internet address lies in: /24, or /48 of IPv6; nothing when it is none."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    length = _V4_RANGE if parsed.version == 4 else _V6_RANGE  # noqa: PLR2004  # the version's number
    return str(ip_network((parsed.packed, length), strict=False))


def is_throwaway(email: str) -> bool:
    """Tell whether an address is from a service that lends addresses for minutes."""
    return email.rpartition("@")[2].casefold() in _THROWAWAY


def is_too_many(times: list[datetime], now: datetime) -> bool:
    """Tell whether so many signatures of one range are unusual."""
    return any(sum(now - at < span for at in times) > most for span, most in USUAL)


def suspicion(email: str, times: list[datetime], now: datetime) -> Suspicion | None:
    """Say why a signature should be looked at; `times` are those of its range under this petition."""
    if is_throwaway(email):
        return Suspicion.THROWAWAY_ADDRESS
    return Suspicion.MANY_FROM_ONE_PLACE if is_too_many(times, now) else None
