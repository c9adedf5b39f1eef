"""How long things last, what devices are called, and what is left of someone erased."""

import io
import zipfile
from datetime import datetime, timedelta
from string import ascii_lowercase, digits, punctuation

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
_ROWS = ("1234567890", "0123456789", "qwertyuiop", "azertyuiop", "asdfghjkl", ascii_lowercase)
#: Signs that stand for letters in words that many take, as in `p@ssw0rd`.
_DISGUISES = str.maketrans("013457@$!", "oleastasi")
#: What many people take, in the languages of this site, without the numbers around it.
_TAKEN_BY_MANY = """
password passwort passwd motdepasse qwerty qwertyuiop azerty azertyuiop asdfghjkl letmein welcome bienvenue
iloveyou jetaime admin administrator administrateur changeme default secret login hello bonjour monkey dragon
sunshine soleil princess princesse superman batman starwars pokemon football baseball liverpool arsenal
chelsea marseille freedom whatever trustno master shadow doudou chouchou spring summer autumn winter printemps
automne twain
"""
_TRIED_FIRST = frozenset(_TAKEN_BY_MANY.split())

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
    """Tell whether a password is one that others would try first.

    Few signs, signs in the order of keys or letters, or with numbers and signs around it a word that many
    take, one's own name or address.
    """
    plain = password.casefold()
    own = {part.casefold() for text in about for part in (text, text.partition("@")[0]) if part}
    own |= {word.replace(" ", "") for word in own}
    core = plain.strip(digits + punctuation + " ").translate(_DISGUISES)
    is_tried = any(core in {word, word * 2} for word in _TRIED_FIRST | own)
    return len(set(plain)) < _FEWEST_SIGNS or is_tried or plain in own or _is_in_order(plain)


def _is_in_order(plain: str) -> bool:
    """Tell whether the signs run along a row of keys or the alphabet, either way, over and over."""
    rows = [row * (len(plain) // len(row) + 2) for row in _ROWS]
    return any(plain in row or plain in row[::-1] for row in rows)


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
