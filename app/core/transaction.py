"""The only place that commits.

    with transaction():
        services.cancel_event(event, by=user)

Views, jobs and commands open it; services never do. It starts a fresh database transaction, so
objects that were loaded before are read again when next used: what is decided inside is decided
on what is true now. What must happen after the commit (waking the worker) is handed to
`after_commit`.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from app.core import revisions
from app.core.database import WRITES, session

#: What is done with all that was asked of it, when a transaction has committed.
Deed = Callable[[tuple[Any, ...]], None]
_OPEN = "transaction_open"
_AFTER = "after_commit"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: How statements begin that change something.
_CHANGING = frozenset({"INSERT", "UPDATE", "DELETE"})


class TransactionRefused(RuntimeError):
    """Tell a programmer that a transaction was opened where none may be."""


@contextmanager
def transaction() -> Iterator[None]:
    """Commit at the end, or roll back; inside another one, join it."""
    if has_request_context() and request.method in SAFE_METHODS:
        raise TransactionRefused(f"{request.method} {request.endpoint} must not write")
    current = session()
    if current.info.get(_OPEN):
        yield
        return
    current.rollback()
    current.connection(execution_options={WRITES: True})
    current.info[_OPEN] = True
    try:
        yield
        tags = _commit(current)
    except BaseException:
        current.rollback()
        _close(current)
        raise
    after: dict[Deed, dict[Hashable, None]] = current.info.pop(_AFTER, {})
    _close(current)
    revisions.tell_listeners(tags)
    for deed, items in after.items():
        deed(tuple(items))


def after_commit(deed: Deed, item: Hashable) -> None:
    """Do a deed once the open transaction has committed, with every item that it was asked for, each once.

    Nothing is done when it rolls back.
    """
    info = session.info
    if not info.get(_OPEN):
        raise TransactionRefused("after_commit outside a transaction")
    info.setdefault(_AFTER, {}).setdefault(deed, {})[item] = None


def is_open() -> bool:
    """Tell whether a transaction is open in this session."""
    return bool(session.info.get(_OPEN))


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_outside(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    """Let no request change anything outside a transaction; where there is none, it would be kept at once."""
    if statement[:6] not in _CHANGING or not has_request_context():
        return
    if not connection.get_execution_options().get(WRITES):
        raise TransactionRefused(f"outside a transaction: {statement[:80]}")


def _commit(current: Session) -> tuple[str, ...]:
    current.flush()
    tags = revisions.raise_touched()
    current.commit()
    return tags


def _close(current: Session) -> None:
    current.info.pop(_OPEN, None)
    current.info.pop(_AFTER, None)
    revisions.forget_touched()
