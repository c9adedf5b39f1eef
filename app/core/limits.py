"""Rate limits for what strangers may do: in memory, or in Redis when it is set."""

from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network
from threading import Timer
from typing import ParamSpec

from flask import request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

from app.core.access import public
from app.core.crypto import lookup_hash
from app.core.marks import secret_address
from app.core.text import canonical_email

P = ParamSpec("P")

SIGN_IN = "20 per 10 minutes"
SEND_MAIL = "10 per 10 minutes"
MAILBOX = "10 per hour"
REPLY = "30 per 10 minutes"
SIGN = "20 per 10 minutes"
TOKEN = "120 per 10 minutes"  # noqa: S105  # a rate, not a password

#: So many of the first bits are the same for all that one line may use (RFC 6177).
ONE_LINE = 64
MEMORY = "tidied-seldom"
TIDY_SECONDS = 30.0


class TidiedSeldom(MemoryStorage):
    """Counts in memory; what has run out is forgotten now and then instead of with every request.

    The library starts a thread for each request, which looks at every address that it knows: a third of
    what taking a reply costs. Nothing depends on it, as reading a count looks at its age first.
    """

    STORAGE_SCHEME = [MEMORY]  # noqa: RUF012  # how the library finds it

    @property
    def timer(self) -> Timer:
        """Give what will tidy next."""
        return self._timer

    @timer.setter
    def timer(self, timer: Timer) -> None:
        """Take what the library means to tidy with, and let it wait longer."""
        timer.interval, timer.daemon = TIDY_SECONDS, True
        self._timer = timer


def place() -> str:
    """Name where a request comes from: of IPv6 the network, as one line has addresses without number."""
    address = get_remote_address()
    try:
        found = IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or IPv6Network((found, ONE_LINE), strict=False))


limiter = Limiter(
    key_func=place,
    default_limits=[],
    in_memory_fallback_enabled=True,  # while Redis is down, each process counts for itself
)


def address_typed() -> str:
    """Name the address that a form is about, without keeping it; or the place, where it is left empty."""
    typed = canonical_email(request.form.get("email", ""))
    return lookup_hash(typed) if typed else place()


#: Mail that others can have sent to one address, by whichever form and from wherever they do.
to_one_mailbox = limiter.shared_limit(MAILBOX, scope="mailbox", methods=["POST"], key_func=address_typed)


def by_link(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let whoever has a secret link open the view; no other site learns it, and guesses are few."""
    return public(secret_address(limiter.limit(TOKEN)(view)))
