"""Named counters that rise whenever something shown on public pages changes.

A page is rendered from some counters (`event:12`, `events`); while they stand still, the page
does. A transaction collects what it touches and raises each counter once, just before it commits.
"""

from collections.abc import Callable, Sequence
from functools import cache

from sqlalchemy import BigInteger, BindParameter, Select, String, TextClause, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, session

_TOUCHED = "touched_revisions"
_listeners: list[Callable[[Sequence[str]], None]] = []


class Revision(Base):
    """How often something has changed."""

    __tablename__ = "revisions"

    tag: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, default=1)


@cache
def _numbers_of(count: int) -> Select[str, int]:
    """Build the question about so many tags once: it is asked on nearly every request."""
    tags: list[BindParameter[str]] = [bindparam(f"tag_{number}") for number in range(count)]
    return select(Revision.tag, Revision.number).where(Revision.tag.in_(tags))


def touch(*tags: str) -> None:
    """Note that what these tags name has changed in this transaction."""
    session.info.setdefault(_TOUCHED, set()).update(tags)


def numbers(tags: Sequence[str]) -> tuple[int, ...]:
    """Give the counters of these tags in one query, 0 for those never raised."""
    rows = session.connection().execute(_numbers_of(len(tags)), _named(tags))
    found = {tag: number for tag, number in rows}  # noqa: C416  # dict() takes a result for a mapping
    return tuple(found.get(tag, 0) for tag in tags)


def raise_touched() -> tuple[str, ...]:
    """Raise the counters touched in this transaction; in order, so that two cannot deadlock."""
    tags = tuple(sorted(session.info.pop(_TOUCHED, ())))
    if tags:
        session.connection().execute(_raising(len(tags)), _named(tags))
    return tags


@cache
def _raising(count: int) -> TextClause:
    """Write what raises so many counters; in plain SQL, as SQLAlchemy would compile many rows each time.

    Other replies wait for the same rows meanwhile.
    """
    rows = ", ".join(f"(:tag_{each}, 1)" for each in range(count))
    return text(
        f"INSERT INTO revisions (tag, number) VALUES {rows} "  # noqa: S608  # names of parameters alone
        "ON CONFLICT (tag) DO UPDATE SET number = revisions.number + 1"
    )


def _named(tags: Sequence[str]) -> dict[str, str]:
    return {f"tag_{each}": tag for each, tag in enumerate(tags)}


def forget_touched() -> None:
    """Forget what a transaction touched that was rolled back."""
    session.info.pop(_TOUCHED, None)


def on_change(listener: Callable[[Sequence[str]], None]) -> None:
    """Call the listener with the tags of each committed transaction of this process."""
    _listeners.append(listener)


def tell_listeners(tags: Sequence[str]) -> None:
    """Tell what has just been committed."""
    for listener in _listeners:
        listener(tags)
