"""Rate limits for what strangers may do: in memory, or in Redis when it is set."""

from threading import Timer

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

SIGN_IN = "20 per 10 minutes"
SEND_MAIL = "10 per 10 minutes"
REPLY = "30 per 10 minutes"
SIGN = "20 per 10 minutes"
TOKEN = "120 per 10 minutes"  # noqa: S105  # a rate, not a password

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


limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[],
    in_memory_fallback_enabled=True,  # while Redis is down, each process counts for itself
)
