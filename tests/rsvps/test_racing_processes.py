"""Real processes on one database: none of what they do exceeds the room, loses a spot or forgets who fits."""

import base64
import os
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from app.config import ROOT
from app.core.database import db, session
from app.events.models import Event
from app.factory import create_app
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.rules import HOLDING
from tests.events.factories import EventFactory

PROCESSES, STEPS = 3, 30


@pytest.mark.slow
def test_processes_at_once_never_exceed_the_room_lose_a_spot_or_pass_over_who_fits(fresh_settings):
    app = create_app(fresh_settings)
    with app.app_context():
        db.metadata.create_all(db.engine)
        number = EventFactory(capacity_in_person=6, party_limit=4).id
        session.remove()
        try:
            errors = _race(fresh_settings, number)
            assert not any(errors), "\n".join(errors)
            _check(number)
        finally:
            session.remove()
            db.engine.dispose()


def _race(settings, number):
    environ = {
        **os.environ,
        "TWAIN_MODE": "test",
        "DATABASE_URL": settings.database_url,
        "TWAIN_INSTANCE": str(settings.instance),
        "MAIL_URL": "memory://",
        "PUBLIC_URL": "http://localhost",
        "SECRET_KEY": settings.secret_key,
        "ENCRYPTION_KEYS": ",".join(
            f"{name}:{base64.urlsafe_b64encode(key).decode()}" for name, key in settings.encryption_keys
        ),
    }
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.rsvps.racer", str(number), str(seed), str(STEPS)],
            env=environ,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(PROCESSES)
    ]
    try:
        for racer in racers:
            assert racer.stdout.readline().strip() == "ready", racer.stderr.read()
        return [racer.communicate("go\n", timeout=120)[1] for racer in _started(racers)]
    finally:
        for racer in racers:
            racer.kill()


def _started(racers):
    """Let all go before any is waited for."""
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    return racers


def _check(number):
    event = session.get_one(Event, number)
    held = select(func.coalesce(func.sum(Rsvp.party_size), 0)).where(Rsvp.status.in_(HOLDING))
    assert event.taken_in_person == session.scalar(held) > 0
    assert event.taken_in_person <= event.capacity_in_person
    free = event.capacity_in_person - event.taken_in_person
    waiting = session.scalars(select(Rsvp).where(Rsvp.status == RsvpStatus.WAITLISTED)).all()
    assert not [
        rsvp
        for rsvp in waiting
        if rsvp.confirmed_at and (rsvp.party_size <= free or (rsvp.takes_fewer and free))
    ]
