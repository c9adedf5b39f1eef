"""How long things last, what devices are called, and what is left of someone erased."""

import io
import zipfile
from datetime import datetime, timedelta

ERASURE_WAIT = timedelta(days=7)
SESSION_LASTS = timedelta(days=30)
SIGN_IN_LINK_LASTS = timedelta(minutes=30)
#: A session's last sight is written down at most this often.
SEEN_EVERY = timedelta(minutes=10)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
RECOVERY_CODES = 8
_DEVICE_LENGTH = 120
_FEWEST_SIGNS = 5

#: The more telling name first: Edge and Opera also say Chrome, and Chrome also says Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Name a device as its owner would, `Firefox, Linux`; empty when nothing is known."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)[:_DEVICE_LENGTH]


def is_session_over(seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session was last used too long ago."""
    return now - seen_at > SESSION_LASTS


def is_seen_stale(seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session's last sight is old enough to be written anew."""
    return now - seen_at > SEEN_EVERY


def is_guessable(password: str, about: tuple[str, ...]) -> bool:
    """Tell whether a password is one that others would try first: few signs, or one's own name or address."""
    plain = password.casefold()
    own = {part.casefold() for text in about for part in (text, text.partition("@")[0]) if part}
    return len(set(plain)) < _FEWEST_SIGNS or any(plain in {word, word * 2, word + "1"} for word in own)


def address_of_erased(user_id: int) -> str:
    """Give the address that stands in for an erased one: unique, and mail to it can go nowhere."""
    return f"erased-{user_id}@erased.invalid"


def archive(files: dict[str, str]) -> bytes:
    """Pack texts into a zip file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return packed.getvalue()
