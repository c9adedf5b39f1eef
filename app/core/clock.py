"""The only source of the present moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_SECOND_PRESS = timedelta(minutes=10)
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)
_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta())


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC) + _shift.get()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment (rehearsals and tests)."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let the clock run ahead of, or behind, the real one."""
    token = _shift.set(_shift.get() + by)
    try:
        yield
    finally:
        _shift.reset(token)


def is_just_now(moment: datetime) -> bool:
    """Tell whether a moment is so near that doing the same again is a second press, or the way back."""
    return moment > now() - _SECOND_PRESS
