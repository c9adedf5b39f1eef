"""One of several processes that reply, wait, change and cancel at once: `python -m tests.rsvps.racer`.

Settings come from the environment; arguments: the event, a seed, how many steps.
"""

import os
import random
import sys

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.config import Settings
from app.core.database import session
from app.core.errors import TwainError
from app.core.transaction import transaction
from app.events.facts import EventChanged
from app.events.models import Event, Way
from app.factory import create_app
from app.rsvps import services
from app.rsvps.models import Rsvp
from app.rsvps.queries import reply_offer
from app.rsvps.services import ReplyChange, ReplyDetails


def main(event_id: int, seed: int, steps: int) -> None:
    """Do so many things at random."""
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    app = create_app(Settings.from_environment(os.environ))
    print("ready", flush=True)  # noqa: T201  # the test waits for it
    sys.stdin.readline()
    with app.app_context():
        for number in range(steps):
            try:
                _step(event_id, chance, f"{seed}-{number}")
            except (TwainError, IntegrityError):
                session.rollback()
            finally:
                session.remove()


def _step(event_id: int, chance: random.Random, name: str) -> None:
    event = session.get_one(Event, event_id)
    found = session.scalars(select(Rsvp.id).where(Rsvp.event_id == event_id)).all()
    act = chance.choice(("join", "join", "cancel", "change", "confirm", "limit"))
    if act == "join" or not found:
        details = ReplyDetails(
            "Sam",
            f"{name}@example.org",
            party_size=chance.randint(1, 3),
            waits=True,
            takes_fewer=chance.random() < 1 / 3,
        )
        prepared = services.prepare(reply_offer(event), details)
        with transaction():
            services.take_up(prepared)
        return
    rsvp = session.get_one(Rsvp, chance.choice(found))
    with transaction():
        if act == "limit":
            _raise(event_id, chance.randint(1, 2))
        elif act == "cancel":
            services.cancel(rsvp)
        elif act == "change":
            services.change(rsvp, ReplyChange("Sam", chance.randint(1, 3), Way.IN_PERSON))
        else:
            services.confirm(rsvp)


def _raise(event_id: int, by: int) -> None:
    """Raise the capacity, as hosts do by signing off: the event's row is held first."""
    query = select(Event).where(Event.id == event_id).with_for_update()
    event = session.scalars(query.execution_options(populate_existing=True)).one()
    event.capacity_in_person = (event.capacity_in_person or 0) + by
    session.flush()
    services.fill_places(EventChanged(event, {}, {}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
