"""Connections to the database: how they are set up, how they begin, and how they are known to live.

SQLite runs in WAL mode with foreign keys on; a transaction that writes begins with
`BEGIN IMMEDIATE`, so that it never has to upgrade a read that has gone stale.

On PostgreSQL only what writes is a transaction, at READ COMMITTED. There each question of a reader
sees the database anew anyhow, with a BEGIN before it or without.
"""

import sqlite3
from collections.abc import Sequence
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.database import WRITES

BUSY_TIMEOUT_MS = 10_000
#: A connection that answered so lately is not asked first whether it still does.
TRUSTED_SECONDS = 1.0
_ANSWERED = "answered_at"


class Columns(Sequence[psycopg.Column]):
    """The columns of a cursor's result, each described only to who looks at it."""

    def __init__(self, cursor: psycopg.Cursor[Any], number: int) -> None:
        self._cursor, self._numbers = cursor, range(number)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401  # one column, or as many as a slice names
        if isinstance(index, slice):
            return [psycopg.Column(self._cursor, number) for number in self._numbers[index]]
        return psycopg.Column(self._cursor, self._numbers[index])


class QuietCursor(psycopg.Cursor[Any]):
    """A cursor for SQLAlchemy, which asks each result only whether it has columns.

    What they are it has kept since it first ran the statement; to describe all forty of an event again
    takes longer than to read them.
    """

    @property
    def description(self) -> Any:  # noqa: ANN401  # the driver promises a list, and its users read a sequence
        """Give the columns of the result, or None when it has none."""
        result = self.pgresult
        return Columns(self, result.nfields) if result and result.nfields else None


@event.listens_for(Engine, "connect")
def _on_connect(connection: object, record: ConnectionPoolEntry) -> None:
    """Set what SQLite forgets between connections, and take over its transactions."""
    record.info[_ANSWERED] = monotonic()
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


@event.listens_for(Engine, "checkin")
def _on_checkin(_connection: object, record: ConnectionPoolEntry) -> None:
    """Note when a connection was last in use."""
    record.info[_ANSWERED] = monotonic()


@event.listens_for(Engine, "checkout")
def _on_checkout(connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask a server's connection that has rested whether it still answers; if not, all are made anew."""
    has_rested = monotonic() - record.info[_ANSWERED] >= TRUSTED_SECONDS
    if not isinstance(connection, psycopg.Connection) or not has_rested:
        return
    try:
        connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise InvalidatePoolError from error


@event.listens_for(Engine, "set_connection_execution_options")
def _on_options(connection: Connection, options: dict[str, Any]) -> None:
    """Begin a transaction on PostgreSQL for what writes."""
    if options.get(WRITES) and connection.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"


@event.listens_for(Engine, "begin")
def _on_begin(connection: Connection) -> None:
    """Begin explicitly on SQLite: at once for writes, lazily for reads."""
    if connection.dialect.name != "sqlite":
        return
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Said to the driver itself: it cannot fail, and through SQLAlchemy it costs as much as a question.
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN")
    cursor.close()
