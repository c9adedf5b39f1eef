"""What pages ask of a fund with very many gifts, SQLite finds by a small index."""

import pytest
from sqlalchemy import text

from app.core.database import db, session
from app.donations.models import DonationStatus
from app.donations.queries.correcting import settlement_page
from app.donations.queries.giving import names_through
from tests.donations.factories import make_donation, make_fund
from tests.queries import counting


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda fund: names_through(fund, "2026-05"), "ix_donations_named"),
        (settlement_page, "ix_ledger_entries_settlements"),
    ],
    ids=["names", "settlements"],
)
def test_it_does_not_look_through_everything(app, ask, index):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL scans tables this small")
    fund = make_fund()
    make_donation(fund, status=DonationStatus.PAID)
    with counting() as statements:
        ask(fund)
    query = next(each for each in statements if "donations" in each or "ledger_entries" in each)
    plan = [row[3] for row in session.execute(text("EXPLAIN QUERY PLAN " + query.replace("?", "'1'")))]
    assert any(index in step for step in plan), plan


def test_gifts_without_a_name_are_not_in_the_index_of_named_ones(app):
    if db.engine.dialect.name == "sqlite":
        how = "SELECT sql FROM sqlite_master WHERE name = 'ix_donations_named'"
    else:
        how = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_donations_named'"
    (said,) = session.scalars(text(how))
    assert "name IS NOT NULL" in said
