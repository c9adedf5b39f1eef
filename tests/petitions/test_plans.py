"""What pages ask of a petition with very many signatures, SQLite finds by a small index."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.core.database import db, session
from app.petitions.models import Petition, Signature
from app.petitions.queries import log
from app.petitions.queries.counts import came_by
from app.petitions.queries.signatures import shown_reasons, waiting_reasons
from tests.petitions.factories import add_signatures, make_petition
from tests.queries import counting

_LARGE = ("signatures", "petition_log_lines")


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (shown_reasons, "ix_signatures_reasons"),
        (waiting_reasons, "ix_signatures_reasons"),
        (came_by, "COVERING INDEX ix_signatures_via_id"),
        (lambda petition: log.found_in_log(petition, bytes(32)), "ix_signatures_commitment"),
        (lambda petition: log.line_number(Signature(id=petition.id)), "uq_petition_log_lines_signed"),
    ],
)
def test_it_does_not_look_through_all_signatures(app, ask: Callable[[Petition], object], index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    petition = make_petition()
    add_signatures(petition, 3)
    with counting() as statements:
        ask(petition)
    query = next(
        each for each in statements if "FROM signatures" in each or "FROM petition_log_lines" in each
    )
    plan = [row[3] for row in session.execute(text("EXPLAIN QUERY PLAN " + query.replace("?", "'1'")))]
    assert any(index in step for step in plan), plan
