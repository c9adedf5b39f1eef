"""Rate limits for what strangers may do: in memory, or in Redis when it is set."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, headers_enabled=True, default_limits=[])

SIGN_IN = "20 per 10 minutes"
SEND_MAIL = "10 per 10 minutes"
REPLY = "30 per 10 minutes"
TOKEN = "120 per 10 minutes"  # noqa: S105  # a rate, not a password
