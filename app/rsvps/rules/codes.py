"""The short code that someone shows at the door, as a picture or typed.

It is derived from what is kept of the reply's link, so it needs no column; it opens nothing, unlike the
link. Three signs name the event, so that a code of another event is known as such without asking
anyone; eight name the reply (40 bits). The alphabet is Crockford's: no I, L, O or U.
"""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EVENT_SIGNS, REPLY_SIGNS = 3, 8
PREFIX = "TWAIN"
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def event_part(uid: str) -> str:
    """Give the signs that all codes of an event begin with."""
    return _signs(f"door of {uid}", EVENT_SIGNS)


def reply_part(token_hash: str) -> str:
    """Give the signs that name a reply."""
    return _signs(f"door code of {token_hash}", REPLY_SIGNS)


def code_of(uid: str, token_hash: str) -> str:
    """Give a whole code, without dashes."""
    return event_part(uid) + reply_part(token_hash)


def written_code(code: str) -> str:
    """Write a code as people read it: K7Q-4XMP-2RTD."""
    middle = EVENT_SIGNS + REPLY_SIGNS // 2
    return f"{code[:EVENT_SIGNS]}-{code[EVENT_SIGNS:middle]}-{code[middle:]}"


def code_parts(typed: str) -> tuple[str, str] | None:
    """Give the event's and the reply's part of what was scanned or typed; None for anything else."""
    text = typed.upper().strip().removeprefix(PREFIX)
    signs = "".join(sign for sign in text if sign.isalnum()).translate(_MISREAD)
    if len(signs) != EVENT_SIGNS + REPLY_SIGNS or any(sign not in ALPHABET for sign in signs):
        return None
    return signs[:EVENT_SIGNS], signs[EVENT_SIGNS:]


def _signs(text: str, count: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(count))
