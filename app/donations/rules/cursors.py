"""Where a list by day goes on: `2026-11-26.17`."""

from dataclasses import dataclass
from datetime import date

from app.core.numbers import row_number


@dataclass(frozen=True)
class Cursor:
    """The last row that was shown."""

    on: date
    id: int

    def __str__(self) -> str:
        return f"{self.on.isoformat()}.{self.id}"


def read_cursor(text: str) -> Cursor | None:
    """Read a cursor from an address; None for anything else."""
    day, _dot, number = text.partition(".")
    row = row_number(number)
    try:
        return Cursor(date.fromisoformat(day), row) if row is not None else None
    except ValueError:
        return None
