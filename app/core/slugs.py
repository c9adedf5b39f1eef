"""Give new things addresses that nothing has or had."""

from collections.abc import Collection
from itertools import chain, count
from typing import Protocol, cast

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from app.core.database import session
from app.core.text import slugify

#: How many others may take an address while we try to.
_MOST_OVERTAKEN = 10


class Addressed(Protocol):
    """A row with an address of its own."""

    slug: str


def slugs_like(column: InstrumentedAttribute[str], base: str) -> frozenset[str]:
    """Give the addresses in a column that are taken of this name, with or without a number."""
    numbered = column.startswith(f"{base}-", autoescape=True)
    return frozenset(session.scalars(select(column).where(or_(column == base, numbered))))


def add_at_free_slug(thing: Addressed, name: str, reserved: Collection[str]) -> None:
    """Add something new at an address that nothing has or had.

    When someone else takes the address at this very moment, the next one is tried.
    """
    for tries_left in reversed(range(_MOST_OVERTAKEN)):
        thing.slug = _free_slug(thing, slugify(name), reserved)
        try:
            with session.begin_nested():
                session.add(thing)
        except IntegrityError:
            if not tries_left:
                raise
        else:
            return


def _free_slug(thing: Addressed, base: str, reserved: Collection[str]) -> str:
    column = cast("InstrumentedAttribute[str]", type(thing).slug)
    taken = slugs_like(column, base).union(reserved)
    numbered = (f"{base}-{number}" for number in count(2))
    return next(slug for slug in chain((base,), numbered) if slug not in taken)
