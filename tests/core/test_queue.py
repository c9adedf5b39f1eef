"""Handing work over on PostgreSQL: written and told of in one statement."""

import psycopg
import pytest
from flask import Flask

from app.core.database import db
from app.core.jobs import OneStatementStorage


def test_what_is_handed_over_is_told_to_workers_and_taken_by_its_priority(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has a storage of its own")
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    storage = OneStatementStorage("test", connection=lambda: psycopg.connect(url), blocking=False)
    with psycopg.connect(url, autocommit=True) as worker:
        worker.execute(f'LISTEN "{storage.channel}"')
        storage.enqueue(b"first")
        assert list(worker.notifies(timeout=15, stop_after=1))
        storage.enqueue_all([b"second", b"third"])
        assert list(worker.notifies(timeout=15, stop_after=1))
    storage.enqueue(b"urgent", 5)
    taken = [storage.dequeue() for _ in range(5)]
    assert taken == [b"urgent", b"first", b"second", b"third", None]
    storage.close()
