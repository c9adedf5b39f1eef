"""Reading on PostgreSQL: no transaction around it, rows a few at a time, and connections that have died."""

import time
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import func, select

from app.core.connections import TRUSTED_SECONDS
from app.core.database import db, session, streamed
from app.core.revisions import Revision
from app.core.transaction import transaction

NUMBERS = select(func.generate_series(1, 2500))


@pytest.fixture(autouse=True)
def _on_postgresql(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite is no server, and reads in a transaction")


def driver() -> psycopg.Connection[Any]:
    found = session.connection().connection.dbapi_connection
    assert isinstance(found, psycopg.Connection)
    return found


def test_what_reads_is_no_transaction_and_what_writes_is_one() -> None:
    assert session.scalar(select(func.count()).select_from(Revision)) == 0
    assert driver().info.transaction_status is TransactionStatus.IDLE
    with transaction():
        session.add(Revision(tag="events", number=1))
        session.flush()
        assert driver().info.transaction_status is TransactionStatus.INTRANS
        assert session.scalar(select(func.current_setting("transaction_isolation"))) == "read committed"
    assert session.scalar(select(func.count()).select_from(Revision)) == 1
    assert driver().info.transaction_status is TransactionStatus.IDLE, "a connection goes back to reading"


def test_rows_come_a_few_at_a_time_outside_a_transaction_and_within() -> None:
    assert list(streamed(NUMBERS, 1000).scalars()) == list(range(1, 2501))
    session.rollback()
    with transaction():
        session.add(Revision(tag="events", number=1))
        assert len(list(streamed(NUMBERS, 1000))) == 2500
    assert session.get_one(Revision, "events").number == 1, "what stood in the open transaction is kept"


def test_what_is_changed_while_rows_are_read_is_not_kept() -> None:
    rows = streamed(NUMBERS, 1000).scalars()
    assert next(rows) == 1
    session.add(Revision(tag="events", number=1))
    session.flush()
    rows.close()
    session.rollback()
    assert session.get(Revision, "events") is None


def test_a_connection_that_died_while_it_rested_is_made_anew() -> None:
    session.scalar(select(1))
    number = driver().info.backend_pid
    session.rollback()
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))
    time.sleep(TRUSTED_SECONDS)
    assert session.scalar(select(1)) == 1
    assert driver().info.backend_pid != number


def test_a_cursor_describes_its_columns_to_who_asks() -> None:
    cursor = driver().execute("SELECT 1 AS one, 'x'::text AS two, now() AS three")
    assert [column.name for column in cursor.description or ()] == ["one", "two", "three"]
    assert cursor.description is not None
    assert len(cursor.description) == len(cursor.description[1:]) + 1
    assert cursor.description[-1].type_code == psycopg.adapters.types["timestamptz"].oid
    assert driver().execute("SET search_path = public").description is None
