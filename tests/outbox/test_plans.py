"""What the worker and staff ask of the outbox, SQLite finds without looking through all that has left."""

import pytest
from sqlalchemy import text

from app.core import clock
from app.core.database import db, session
from app.outbox import queries
from tests.queries import counting


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: queries.due_message_ids(clock.now()), "ix_messages_unsent"),
        (queries.unsent_count, "ix_messages_unsent"),
        (lambda: queries.delayed_messages(50), "ix_messages_unsent"),
        (queries.failed_count, "ix_messages_failed"),
        (queries.failed_messages, "ix_messages_failed"),
        (lambda: queries.is_unreachable("kim@example.org"), "ix_messages_recipient_status"),
    ],
    ids=["due", "unsent", "delayed", "failures", "failed", "unreachable"],
)
def test_it_does_not_look_through_everything(app, ask, index):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    with counting() as statements:
        ask()
    (query,) = (each for each in statements if "messages" in each)
    plan = [row[3] for row in session.execute(text("EXPLAIN QUERY PLAN " + query.replace("?", "'1'")))]
    assert any(index in step for step in plan), plan
