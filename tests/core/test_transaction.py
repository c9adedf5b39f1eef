"""One place commits; a crash, a GET and a nested block cannot half-write."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.core import clock, revisions
from app.core.database import session
from app.core.jobs import enqueue_named
from app.core.revisions import Revision, numbers, touch
from app.core.transaction import TransactionRefused, after_commit, transaction
from app.outbox.models import WorkerBeat


def beats() -> int:
    return len(session.scalars(select(WorkerBeat)).all())


def test_what_is_done_inside_is_committed(app: Flask) -> None:
    with transaction():
        session.add(WorkerBeat(at=clock.now()))
    session.rollback()
    assert beats() == 1


def _add_and_fail() -> None:
    with transaction():
        session.add(WorkerBeat(at=clock.now()))
        touch("events")
        after_commit(lambda _: pytest.fail("ran after a roll-back"), "never")
        raise RuntimeError("between two steps")


def test_a_crash_inside_undoes_everything(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        _add_and_fail()
    assert beats() == 0
    with transaction():
        session.add(WorkerBeat(at=clock.now()))
    assert numbers(["events"]) == (0,), "what the failed one touched is forgotten"


def test_a_nested_block_joins_and_does_not_commit_by_itself(app: Flask) -> None:
    def nested_then_fail() -> None:
        with transaction():
            with transaction():
                session.add(WorkerBeat(at=clock.now()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        nested_then_fail()
    assert beats() == 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_that_is_followed_cannot_write(app: Flask, method: str) -> None:
    with app.test_request_context("/", method=method), pytest.raises(TransactionRefused), transaction():
        pass


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_request_changes_anything_outside_a_transaction(app: Flask, method: str) -> None:
    with app.test_request_context("/", method=method):
        session.add(WorkerBeat(at=clock.now()))
        with pytest.raises(TransactionRefused, match="outside a transaction: INSERT"):
            session.flush()
        session.rollback()
        with pytest.raises(TransactionRefused):
            session.execute(update(WorkerBeat).values(at=clock.now()))
        session.rollback()
    assert beats() == 0


def test_deeds_are_done_once_after_the_commit_with_all_that_was_asked_of_them(app: Flask) -> None:
    done: list[tuple[str, ...]] = []
    with transaction():
        after_commit(done.append, "a")
        after_commit(done.append, "b")
        after_commit(done.append, "a")
        assert done == []
    assert done == [("a", "b")]
    with transaction():
        after_commit(done.append, "c")
    assert done == [("a", "b"), ("c",)]


def test_after_commit_needs_a_transaction(app: Flask) -> None:
    with pytest.raises(TransactionRefused):
        after_commit(lambda _: None, "a")


def test_each_touched_counter_rises_once_for_a_transaction(app: Flask) -> None:
    told: list[tuple[str, ...]] = []
    revisions.on_change(lambda tags: told.append(tuple(tags)))
    with transaction():
        touch("event:a", "events")
        touch("event:a")
    with transaction():
        touch("event:a")
    assert numbers(["event:a", "events", "event:b"]) == (2, 1, 0)
    assert told[-2:] == [("event:a", "events"), ("event:a",)]
    assert len(session.scalars(select(Revision)).all()) == 2


def test_handing_work_over_waits_for_the_commit(app: Flask) -> None:
    with transaction():
        enqueue_named("app.outbox.jobs.deliver_due")
    with pytest.raises(KeyError):
        enqueue_named("app.outbox.jobs.unknown")
