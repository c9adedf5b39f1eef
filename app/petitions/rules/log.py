"""What the public log of a petition holds: one line of text per entry, and the head that is signed.

A line is one of `signed <commitment>`, `paper <commitment>`, `withdrawn <line>` and
`removed <line>`, where a commitment is 64 hex digits and a line is the number (from 0) of the
signature that ended. The leaf of a line is SHA-256 over 0x00 and the line (`rules.merkle`).
"""

from datetime import UTC, datetime

HEAD_NAME = "twain petition log 1"
#: At most so many lines are given at once.
MOST_LINES = 10_000


def line_of(kind: str, commitment: bytes | None, of_index: int | None = None) -> str:
    """Give the line for an entry: of a commitment, or of the number of the line that it ends."""
    return f"{kind} {of_index if commitment is None else commitment.hex()}"


def head_text(slug: str, size: int, root: bytes, at: datetime) -> str:
    """Give exactly what is signed: five lines, the last one ended too."""
    return f"{HEAD_NAME}\n{slug}\n{size}\n{root.hex()}\n{as_text(at)}\n"


def as_text(at: datetime) -> str:
    """Give an instant as heads tell it: UTC, to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
