"""After a rotation everything sensitive is under the newest key, and reads as before."""

from flask import Flask
from sqlalchemy import Text, select, type_coerce

from app.config import Settings
from app.core import clock, crypto
from app.core.database import session
from app.core.rotation import rotate_keys
from app.core.transaction import transaction
from app.events.models import Way
from app.rsvps.models import Rsvp, RsvpStatus
from tests.events.factories import EventFactory


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
        with transaction():
            assert rotate_keys() == 5
        with transaction():
            assert rotate_keys() == 0
        raw = session.scalars(select(type_coerce(Rsvp.token, Text))).all()
        assert all(value.startswith("newer:") for value in raw)
        app.extensions["twain_settings"] = test_settings.with_changes(encryption_keys=newer[:1])
        session.expire_all()
        assert sorted(session.scalars(select(Rsvp.token))) == ["token-0", "token-1", "token-2"]
        assert not crypto.needs_rotation(raw[0])
    finally:
        app.extensions["twain_settings"] = test_settings
