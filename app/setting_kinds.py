"""What each kind of setting must look like; what does not is refused in one line that names it."""

import base64
from email.utils import parseaddr
from urllib.parse import SplitResult, urlsplit

KEY_BYTES = 32
LONGEST_NUMBER = 9
MAIL_SCHEMES = ("smtp", "smtps", "file", "memory")
STRIPE_KEYS = ("sk_test_", "rk_test_", "sk_live_", "rk_live_")
REDIS_SCHEMES = ("redis", "rediss")
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class SettingError(ValueError):
    """Say which setting is missing or wrong, in one line."""


def address_parts(name: str, value: str) -> SplitResult:
    """Take an address apart; its host and port must make sense."""
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        raise SettingError(f"{name} is not an address that can be read.") from None
    return parts


def site_parts(name: str, value: str, example: str) -> SplitResult:
    """Take the address of a whole site apart."""
    parts = address_parts(name, value)
    is_bare = not (parts.path or parts.query or parts.fragment)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare:
        raise SettingError(f"{name} must look like {example}, without a path.")
    return parts


def database_url(name: str, value: str) -> str:
    """Give the address of a database as SQLAlchemy writes it."""
    for prefix in ("postgres://", "postgresql://"):
        if value.startswith(prefix):
            value = "postgresql+psycopg://" + value.removeprefix(prefix)
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError(f"{name} must begin with postgresql:// or sqlite:///.")
    address_parts(name, value)
    return value


def redis_url(name: str, value: str) -> str:
    """Give the address of a Redis."""
    if address_parts(name, value).scheme not in REDIS_SCHEMES:
        raise SettingError(f"{name} must look like redis://127.0.0.1:6379/0.")
    return value


def mail_url(name: str, value: str) -> str:
    """Give where mail is handed over."""
    parts = address_parts(name, value)
    if parts.scheme not in MAIL_SCHEMES:
        raise SettingError(f"{name} must begin with one of {', '.join(MAIL_SCHEMES)}.")
    if parts.scheme.startswith("smtp") and not parts.hostname:
        raise SettingError(f"{name} must name the mail server, as in smtp://mail.example.org:587.")
    return value


def sender(name: str, value: str) -> str:
    """Give who mail is from: an address, with a name before it or not."""
    if "@" not in parseaddr(value)[1]:
        raise SettingError(f"{name} must hold an address, as in Twain <hello@twain.example.org>.")
    return value


def secret(name: str, value: str) -> str:
    """Give a secret that is too long to be guessed."""
    if len(value) < KEY_BYTES:
        raise SettingError(f"{name} is too short: {KEY_BYTES} characters or more.")
    return value


def stripe_key(name: str, value: str, *, may_be_live: bool) -> str:
    """Give a key of Stripe; one that takes real money only where it may."""
    if not value.startswith(STRIPE_KEYS):
        raise SettingError(f"{name} must begin with one of {', '.join(STRIPE_KEYS)}.")
    if "_live_" in value and not may_be_live:
        raise SettingError(f"{name} is a live key, which takes real money: only in production.")
    return value


def encryption_keys(name: str, value: str) -> tuple[tuple[str, bytes], ...]:
    """Give the keys with their ids, which must differ."""
    keys = tuple(_encryption_key(name, part) for part in value.split(","))
    if len(dict(keys)) < len(keys):
        raise SettingError(f"{name} must each have an id of their own.")
    return keys


def number(name: str, value: str, least: int, most: int) -> int:
    """Give a whole number between two."""
    is_number = value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
    if not (is_number and least <= int(value) <= most):
        raise SettingError(f"{name} must be a whole number between {least} and {most}, not {value!r}.")
    return int(value)


def yes_no(name: str, value: str) -> bool:
    """Give a yes or a no."""
    if value.lower() not in YES:
        raise SettingError(f"{name} must be yes or no, not {value!r}.")
    return YES[value.lower()]


def choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Give one of several words."""
    if value not in choices:
        raise SettingError(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def _encryption_key(name: str, part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.strip().partition(":")
    try:
        key = base64.urlsafe_b64decode(encoded)
    except ValueError:
        key = b""
    if not key_id.isalnum() or len(key) != KEY_BYTES:
        raise SettingError(f"{name} must be id:base64 pairs of {KEY_BYTES} bytes, parted by commas.")
    return key_id, key
