"""When the worker is missed."""

from datetime import UTC, datetime, timedelta

from app.outbox.rules import BEAT_MISSED, is_worker_silent

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_a_worker_that_was_never_heard_of_is_silent():
    assert is_worker_silent(None, NOW)


def test_a_worker_may_be_a_little_late_but_not_long():
    assert not is_worker_silent(NOW - BEAT_MISSED, NOW)
    assert is_worker_silent(NOW - BEAT_MISSED - timedelta(seconds=1), NOW)
