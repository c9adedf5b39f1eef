"""How much is measured, and under which settings."""

from dataclasses import dataclass
from pathlib import Path

from app.config import Settings

HOST = "127.0.0.1"
#: As many connections as a small site has at once; the floors are asked by as many.
CLIENTS = 8
#: Secrets of a world that lives for a few minutes.
SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105  # guards nothing
KEY = "bench:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


@dataclass(frozen=True)
class Size:
    """How large a world is."""

    events: int
    organisations: int
    replies: int
    #: So many of the events belong to the first organisation, all of them ahead.
    in_feed: int


@dataclass(frozen=True)
class Scale:
    """How thoroughly a run measures."""

    full: Size
    small: Size
    #: Each page is measured in several rounds, turn by turn with the floors; the median counts.
    rounds: int
    seconds: float
    contests: int
    reply_seconds: float
    petitions: int
    #: So many under the first petition.
    signatures: int


FULL = Scale(
    full=Size(10_000, 500, 100_000, 1_000),
    small=Size(100, 60, 1_000, 40),
    rounds=3,
    seconds=2.0,
    contests=20,
    reply_seconds=10.0,
    petitions=1_000,
    signatures=1_000_000,
)
QUICK = Scale(
    full=Size(2_000, 100, 5_000, 1_000),
    small=Size(100, 60, 1_000, 40),
    rounds=1,
    seconds=1.0,
    contests=3,
    reply_seconds=3.0,
    petitions=200,
    signatures=50_000,
)


def environment(database_url: str, instance: Path, **changes: str) -> dict[str, str]:
    """Give the settings of a copy of Twain as it would serve strangers, behind one proxy."""
    return {
        "TWAIN_MODE": "production",
        "TWAIN_INSTANCE": str(instance),
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "ENCRYPTION_KEYS": KEY,
        "PUBLIC_URL": "https://twain.example.org",
        "MAIL_URL": f"file://{instance / 'mail'}",
        "MAIL_FROM": "Twain <hello@twain.example.org>",
        "TRUSTED_PROXIES": "1",
        "SECOND_FACTOR_REQUIRED": "no",
        **changes,
    }


def settings_of(environ: dict[str, str]) -> Settings:
    """Read settings for the application inside this process; it logs only what goes wrong."""
    return Settings.from_environment({**environ, "LOG_LEVEL": "ERROR"})
