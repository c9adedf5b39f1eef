"""What was counted, and what waits, goes from one shape of the log into the other and back."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from app.config import Settings
from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.factory import create_app
from app.migrations import init_migrations
from app.petitions import services
from app.petitions.jobs.counting import count_signatures
from app.petitions.models import BatchStatus, LogLine, PaperBatch, PaperRow, SignatureStatus, Uncounted
from app.petitions.queries import log
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition, make_signature


@pytest.fixture
def bare_app(fresh_settings: Settings):
    app = create_app(fresh_settings)
    init_migrations(app)
    with app.app_context():
        upgrade()
        yield app
        session.remove()
        db.engine.dispose()


def rows(query) -> list[tuple]:
    found = [tuple(row) for row in session.execute(query)]
    session.rollback()
    return found


def paper(petition) -> None:
    now = clock.now()
    batch = PaperBatch(
        petition=petition,
        status=BatchStatus.COUNTED,
        organisation=OrganisationFactory(),
        created_at=now,
        checked_at=now,
    )
    session.add(PaperRow(batch=batch, row_key="a", is_valid=True, salt=bytes(16), commitment=bytes(32)))
    session.commit()


def test_log_lines_and_what_waits_come_through(bare_app) -> None:
    petition, other = make_petition(), make_petition()
    first, gone, leaving = (make_signature(petition) for _ in range(3))
    make_signature(other)
    paper(petition)
    count_signatures()
    with transaction():
        services.withdraw_signature(gone)
    count_signatures()
    with transaction():
        services.withdraw_signature(leaving)
    waiting, pending = make_signature(petition), make_signature(petition, SignatureStatus.PENDING)
    ids = [each.id for each in (first, gone, leaving, waiting, pending)]
    columns = list(LogLine.__table__.c)
    kept = rows(select(*columns).order_by(LogLine.petition_id, LogLine.leaf_index))
    queue = select(Uncounted.petition_id, Uncounted.signature_id).order_by(Uncounted.signature_id)
    waits = rows(queue)
    assert (len(kept), len(waits)) == (6, 2)
    session.remove()

    downgrade(revision="0008")
    old = text("SELECT id, leaf_index, end_index FROM signatures WHERE petition_id = 1 ORDER BY id")
    assert rows(old) == [
        (ids[0], 0, None),
        (ids[1], 1, 4),
        (ids[2], 2, None),
        (ids[3], None, None),
        (ids[4], None, None),
    ]
    assert rows(text("SELECT leaf_index, kind, of_index FROM petition_log_ends")) == [(4, "withdrawn", 1)]
    upgrade()

    assert rows(select(*columns).order_by(LogLine.petition_id, LogLine.leaf_index)) == kept
    assert rows(queue) == waits
    count_signatures()
    assert [line.split()[0] for line in log.lines(1, 0, 9)] == [
        *["signed"] * 3,
        "paper",
        "withdrawn",
        *["signed", "withdrawn"],
    ]
    with transaction():
        assert services.recount(1) is True
