"""One thing of a sweep that fails keeps no other waiting."""

import logging

import pytest

from app.core.database import session
from app.core.jobs import apart
from app.core.transaction import transaction
from app.petitions.models import Petition
from tests.petitions.factories import make_petition


def test_what_fails_is_told_and_undone_and_the_sweep_goes_on(app, caplog):
    petitions = [make_petition(title=f"Number {number}").id for number in range(3)]
    for petition_id in petitions:
        with apart(petition=petition_id), transaction():
            petition = session.get_one(Petition, petition_id)
            petition.title = f"Again {petition.title}"
            session.flush()
            assert petition_id != petitions[1], "this one cannot be done"
    session.expire_all()
    titles = [session.get_one(Petition, each).title for each in petitions]
    assert titles == ["Again Number 0", "Number 1", "Again Number 2"]
    (alarm,) = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert alarm.petition == petitions[1]
    assert "this one cannot be done" in caplog.text


def test_a_worker_that_is_told_to_stop_stops(app):
    with pytest.raises(SystemExit), apart(petition=1):
        raise SystemExit
