"""After a rotation everything sensitive is under the newest key, and reads as before."""

from flask import Flask
from sqlalchemy import Text, select, type_coerce

from app.config import Settings
from app.core import clock, crypto
from app.core.database import session
from app.core.rotation import rotate_rows
from app.core.transaction import transaction
from app.events.models import Way
from app.petitions.models import Signature
from app.rsvps.models import Rsvp, RsvpStatus
from tests.events.factories import EventFactory
from tests.petitions.factories import make_petition, make_signature
from tests.racing import first_and_second


def test_rotation_leaves_nothing_under_the_old_key(app: Flask, test_settings: Settings) -> None:
    event = EventFactory()
    now = clock.now()
    with transaction():
        for number in range(3):
            session.add(
                Rsvp(
                    event_id=event.id,
                    email=f"p{number}@example.org",
                    email_key=f"p{number}@example.org",
                    name="P",
                    way=Way.IN_PERSON,
                    status=RsvpStatus.GOING,
                    token_hash=str(number),
                    token=f"token-{number}",
                    access_needs="a seat" if number else None,
                    created_at=now,
                    changed_at=now,
                )
            )
    newer = (("newer", b"n" * 32), *test_settings.encryption_keys)
    app.extensions["twain_settings"] = test_settings.with_changes(encryption_keys=newer)
    try:
        rotate = app.test_cli_runner().invoke
        assert rotate(args=["keys", "rotate"]).output == "5 values encrypted anew.\n"
        assert rotate(args=["keys", "rotate"]).output == "0 values encrypted anew.\n"
        raw = session.scalars(select(type_coerce(Rsvp.token, Text))).all()
        assert all(value.startswith("newer:") for value in raw)
        app.extensions["twain_settings"] = test_settings.with_changes(encryption_keys=newer[:1])
        session.expire_all()
        assert sorted(session.scalars(select(Rsvp.token))) == ["token-0", "token-1", "token-2"]
        assert not crypto.needs_rotation(raw[0])
    finally:
        app.extensions["twain_settings"] = test_settings


def test_rows_are_rotated_some_at_a_time(app: Flask, test_settings: Settings) -> None:
    petition = make_petition()
    for _each in range(5):
        make_signature(petition)
    table, last, steps = Signature.__table__, None, []
    app.extensions["twain_settings"] = test_settings.with_changes(
        encryption_keys=(("newer", b"n" * 32), *test_settings.encryption_keys)
    )
    try:
        while not steps or last is not None:
            with transaction():
                number, last = rotate_rows(table, last, most=2)
            steps.append(number)
    finally:
        app.extensions["twain_settings"] = test_settings
    of_each = 3  # name, address, link
    assert steps == [2 * of_each, 2 * of_each, of_each]


def test_what_is_written_during_a_rotation_stays(app: Flask, test_settings: Settings) -> None:
    number = make_signature(make_petition(), reason="Before").id
    app.extensions["twain_settings"] = test_settings.with_changes(
        encryption_keys=(("newer", b"n" * 32), *test_settings.encryption_keys)
    )

    def write() -> None:
        session.get_one(Signature, number).reason = "Meanwhile"

    try:
        outcomes = first_and_second(app, write, lambda: rotate_rows(Signature.__table__, None)[1])
        assert outcomes == [None, None]
        assert session.get_one(Signature, number).reason == "Meanwhile"
    finally:
        app.extensions["twain_settings"] = test_settings
