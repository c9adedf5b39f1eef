"""Named counters that rise whenever something shown on public pages changes.

A page is rendered from some counters (`event:12`, `events`); while they stand still, the page
does. A transaction collects what it touches and raises each counter once, just before it commits.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from sqlalchemy import BigInteger, BindParameter, Select, String, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, insert, session

_TOUCHED = "touched_revisions"
_listeners: list[Callable[[Sequence[str]], None]] = []


class Revision(Base):
    """How often something has changed."""

    __tablename__ = "revisions"

    tag: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, default=1)


@lru_cache
def _numbers_of(count: int) -> Select[str, int]:
    """Build the question about so many tags once: it is asked on nearly every request."""
    tags: list[BindParameter[str]] = [bindparam(f"tag_{number}") for number in range(count)]
    return select(Revision.tag, Revision.number).where(Revision.tag.in_(tags))


def touch(*tags: str) -> None:
    """Note that what these tags name has changed in this transaction."""
    session.info.setdefault(_TOUCHED, set()).update(tags)


def numbers(tags: Sequence[str]) -> tuple[int, ...]:
    """Give the counters of these tags in one query, 0 for those never raised."""
    asked = {f"tag_{number}": tag for number, tag in enumerate(tags)}
    rows = session.connection().execute(_numbers_of(len(tags)), asked)
    found = {tag: number for tag, number in rows}  # noqa: C416  # dict() takes a result for a mapping
    return tuple(found.get(tag, 0) for tag in tags)


def raise_touched() -> tuple[str, ...]:
    """Raise the counters touched in this transaction; in order, so that two cannot deadlock."""
    tags = tuple(sorted(session.info.pop(_TOUCHED, ())))
    if tags:
        statement = insert(Revision).values([{"tag": tag, "number": 1} for tag in tags])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[Revision.tag], set_={"number": Revision.number + 1}
            )
        )
    return tags


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
