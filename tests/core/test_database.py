"""What the database is asked in the same words each time."""

from flask import Flask

from app.core import clock
from app.core.database import insert_once, session
from app.core.transaction import transaction
from app.outbox.models import WorkerBeat


def test_a_row_is_inserted_once(app: Flask) -> None:
    with transaction():
        assert insert_once(WorkerBeat, "id", {"id": 7, "at": clock.now()}) == 7
        assert insert_once(WorkerBeat, "id", {"id": 7, "at": clock.now()}) is None
    assert session.query(WorkerBeat).count() == 1
