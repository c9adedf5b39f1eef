"""Real threads race for the last spots: nobody gets one too many, none is lost."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Barrier, Thread

import httpx
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from werkzeug.serving import make_server

from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event
from app.rsvps import services
from app.rsvps.jobs import release_expired
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import reply_offer
from app.rsvps.rules import HOLDING, Full
from app.rsvps.services import ReplyDetails
from tests.events.factories import EventFactory
from tests.rsvps.asking import filled
from tests.rsvps.test_waiting import choose

PEOPLE, SPOTS, WORKERS = 200, 20, 16


def _taken(event_id: int) -> int:
    session.rollback()
    return session.get_one(Event, event_id, populate_existing=True).taken_in_person


def _held(event_id: int) -> int:
    """Count the spots that replies hold: what must always equal what the event says."""
    query = select(func.coalesce(func.sum(Rsvp.party_size), 0))
    return session.scalar(query.where(Rsvp.event_id == event_id, Rsvp.status.in_(HOLDING)))


def _reply_at_once(app: Flask, event_id: int, number: int, barrier: Barrier) -> int:
    """Reply as one of many; give how many spots it got."""
    with app.app_context():
        size = 1 + number % 3
        details = ReplyDetails(name=f"Guest {number}", email=f"guest{number}@example.org", party_size=size)
        if number < WORKERS:
            barrier.wait(timeout=30)
        try:
            prepared = services.prepare(reply_offer(session.get_one(Event, event_id)), details)
            with transaction():
                services.take_up(prepared)
        except Full:
            return 0
        finally:
            session.remove()
        return size


def test_two_hundred_people_at_once_get_exactly_the_twenty_spots(app):
    event = EventFactory(capacity_in_person=SPOTS, party_limit=3)
    number, barrier = event.id, Barrier(WORKERS)
    session.remove()
    with ThreadPoolExecutor(WORKERS) as pool:
        got = list(pool.map(lambda n: _reply_at_once(app, number, n, barrier), range(PEOPLE)))
    assert sum(got) == _taken(number) == _held(number) == SPOTS


def test_double_clicks_at_the_same_moment_make_one_reply(app):
    event = EventFactory(capacity_in_person=SPOTS)
    number, barrier = event.id, Barrier(8)
    session.remove()

    def click(_each: int) -> bool:
        with app.app_context():
            details = ReplyDetails(name="Sam", email="sam@example.org")
            barrier.wait(timeout=30)
            try:
                prepared = services.prepare(reply_offer(session.get_one(Event, number)), details)
                with transaction():
                    services.take_up(prepared)
            except IntegrityError:
                return False
            finally:
                session.remove()
            return True

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, range(8)))
    assert session.scalar(select(func.count()).select_from(Rsvp)) == 1
    assert _taken(number) == 1


def test_a_confirmation_and_the_release_of_its_hold_never_lose_or_double_a_spot(app):
    event = EventFactory(capacity_in_person=3)
    number = event.id
    for round_number in range(6):
        with transaction():
            details = ReplyDetails(name="Sam", email=f"sam{round_number}@example.org", party_size=3)
            rsvp = services.reply(session.get_one(Event, number), details)
            rsvp.held_until = rsvp.created_at
        rsvp_id = rsvp.id
        session.remove()
        barrier = Barrier(3)

        def act(verb, barrier=barrier):
            with app.app_context():
                barrier.wait(timeout=30)
                try:
                    verb()
                finally:
                    session.remove()

        def confirm(rsvp_id=rsvp_id):
            with transaction():
                services.confirm(session.get_one(Rsvp, rsvp_id))

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(act, [confirm, release_expired, confirm]))
        assert _taken(number) == _held(number) == 3
        with transaction():
            services.cancel(session.get_one(Rsvp, rsvp_id))
        assert _taken(number) == _held(number) == 0


def test_cancelling_twice_at_once_gives_the_spots_back_once(app):
    event = EventFactory(capacity_in_person=5)
    number = event.id
    with transaction():
        kept = services.reply(event, ReplyDetails(name="Ada", email="ada@example.org", party_size=2))
        rsvp = services.reply(event, ReplyDetails(name="Sam", email="sam@example.org", party_size=3))
    rsvp_id, kept_id = rsvp.id, kept.id
    session.remove()
    barrier = Barrier(4)

    def cancel(_each: int) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            with transaction():
                services.cancel(session.get_one(Rsvp, rsvp_id))
            session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(cancel, range(4)))
    assert _taken(number) == 2
    assert session.get_one(Rsvp, kept_id).status is RsvpStatus.PENDING


def test_two_hundred_people_over_http_get_exactly_the_twenty_spots(app):
    event = EventFactory(capacity_in_person=SPOTS)
    choose(event, is_open=False)
    number, slug = event.id, event.slug
    session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()

    def send(guest: int) -> int:
        address = f"http://127.0.0.1:{server.port}/events/{slug}/rsvp"
        return browser.post(address, data=filled(email=f"guest{guest}@example.org")).status_code

    try:
        with httpx.Client(timeout=60) as browser, ThreadPoolExecutor(WORKERS) as pool:
            answers = list(pool.map(send, range(PEOPLE)))
    finally:
        server.shutdown()
        serving.join()
    assert answers.count(HTTPStatus.SEE_OTHER) == _taken(number) == _held(number) == SPOTS
    assert answers.count(HTTPStatus.CONFLICT) == PEOPLE - SPOTS
