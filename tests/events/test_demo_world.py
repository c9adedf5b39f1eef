"""Whoever looks round the demo world finds gatherings that repeat, are full, hold places, were spoken of."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.board.models import BoardAnswer
from app.core import clock
from app.core.database import session
from app.demo.loading import load_demo
from app.events.models import Event, Series
from app.letters.queries import shown_answers
from app.petitions.models import Threshold
from app.rsvps.models import Allocation, Rsvp, RsvpStatus
from app.runsheets.models import Task


@pytest.mark.slow
def test_a_newcomer_finds_every_part_of_gathering_in_the_demo_world(app):
    load_demo()
    waiting = session.scalars(select(Rsvp).where(Rsvp.status == RsvpStatus.WAITLISTED)).all()
    assert len(waiting) >= 3
    (full,) = {rsvp.event for rsvp in waiting}
    assert full.taken_online == full.capacity_online
    held = session.scalars(select(Allocation)).all()
    (with_held,) = {each.event for each in held}
    assert len(held) == 2
    assert with_held.held_in_person == sum(each.left for each in held) > 0
    assert session.scalar(select(func.count()).select_from(Series)) >= 1
    assert session.scalar(select(func.count()).select_from(BoardAnswer)) >= 1
    assert session.scalar(select(func.count()).select_from(Task)) >= 5
    reached = session.scalars(select(Threshold).where(Threshold.reached_at.is_not(None))).all()
    assert reached
    assert all(each.reached_at < clock.now() - timedelta(days=1) for each in reached), "while people signed"
    assert any(len(shown_answers(event)) >= 5 for event in session.scalars(select(Event)))
