"""Documents that prove something: which are taken, told by their first bytes and never by their name."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from app.core.text import slugify

MOST_BYTES = 5 * 1024 * 1024
MOST_NAME = 60
_SIGNS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF87a", "image/gif", ".gif"),
    (b"GIF89a", "image/gif", ".gif"),
)
_RIFF, _WEBP = b"RIFF", b"WEBP"
TEXT = ("text/plain", ".txt")
_ALLOWED_CONTROLS = frozenset("\t\n\r\f")
_FIRST_PRINTABLE = " "


@dataclass(frozen=True)
class Document:
    """A file that was read and may be kept."""

    filename: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Give the hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def kind_of(content: bytes) -> tuple[str, str] | None:
    """Give the media type and ending that the bytes themselves tell; None for what is not taken."""
    for sign, media_type, ending in _SIGNS:
        if content.startswith(sign):
            return media_type, ending
    if content[:4] == _RIFF and content[8:12] == _WEBP:
        return "image/webp", ".webp"
    return TEXT if _is_text(content) else None


def safe_name(filename: str, ending: str) -> str:
    """Give a plain name with the ending that fits what the file is."""
    stem = slugify(PurePath(filename.replace("\\", "/")).stem)[:MOST_NAME].strip("-")
    return f"{stem or 'document'}{ending}"


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(sign >= _FIRST_PRINTABLE or sign in _ALLOWED_CONTROLS for sign in text)
