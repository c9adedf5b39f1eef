"""Many people for few spots, all at the same moment; exactly the spots must be taken, never one more."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from sqlalchemy import func, select

from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event, EventStatus
from app.rsvps.models import Rsvp
from app.rsvps.rules import HOLDING
from bench.client import Answer, ask
from bench.processes import Server
from bench.world import World

PEOPLE = 200
SPOTS = 20
#: How many come with each reply, in turn; there are enough who come alone to fill what parties leave.
PARTIES = (1, 3, 1, 2, 1, 1, 4, 1)
FORM = "application/x-www-form-urlencoded"
ANSWERS = {HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}


@dataclass(frozen=True)
class Outcome:
    """What the database says after a contest."""

    taken: int
    held: int
    welcomed: int
    replies: int

    @property
    def is_exact(self) -> bool:
        """Tell whether every spot went to exactly those who were told so."""
        return self.taken == self.held == SPOTS and self.welcomed == self.replies


def contest(world: World, server: Server, number: int) -> Outcome:
    """Let everybody reply at once."""
    event_id, slug = popular_event(world, f"contest-{number}", SPOTS)
    start = threading.Barrier(PEOPLE)
    answers: list[Answer] = []

    def person(each: int) -> None:
        form = {
            "name": "Sam",
            "email": f"{slug}-{each}@example.org",
            "party_size": PARTIES[each % len(PARTIES)],
            "way": "in_person",
        }
        start.wait()
        answers.append(ask(server.url(f"/events/{slug}/rsvp"), headers_of(each), urlencode(form).encode()))

    threads = [threading.Thread(target=person, args=(each,)) for each in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == PEOPLE, "somebody got no answer"
    assert all(answer.status in ANSWERS for answer in answers), {answer.status for answer in answers}
    welcomed = sum(answer.status == HTTPStatus.SEE_OTHER for answer in answers)
    return _outcome(world, event_id, welcomed)


def popular_event(world: World, slug: str, capacity: int) -> tuple[int, str]:
    """Publish one more event, held by one organisation."""
    with world.app.app_context(), transaction():
        now = clock.now()
        soon, later = now + timedelta(days=30), now + timedelta(days=30, hours=2)
        held = Cohosting(kind=HeldKind.EVENT, title=slug, created_at=now)
        event = Event(
            cohosting=held,
            slug=slug,
            uid=slug,
            status=EventStatus.PUBLISHED,
            title=slug,
            starts_local=soon.replace(tzinfo=None),
            ends_local=later.replace(tzinfo=None),
            zone="UTC",
            starts_at=soon,
            ends_at=later,
            capacity_in_person=capacity,
            revised_at=now,
            created_at=now,
            published_at=now,
        )
        host = Host(
            cohosting=held,
            organisation_id=2,
            status=HostStatus.ACCEPTED,
            offered_at=now,
            answered_at=now,
        )
        session.add_all([event, host])
        session.flush()
        return event.id, slug


def headers_of(person: int) -> dict[str, str]:
    """Let each person come from an address of their own, as the proxy would say."""
    return {"Content-Type": FORM, "X-Forwarded-For": f"10.0.{person // 250 % 250}.{person % 250}"}


def _outcome(world: World, event_id: int, welcomed: int) -> Outcome:
    with world.app.app_context():
        taken = session.scalars(select(Event.taken_in_person).where(Event.id == event_id)).one()
        holding = (Rsvp.event_id == event_id) & Rsvp.status.in_(HOLDING)
        held = session.scalar(select(func.coalesce(func.sum(Rsvp.party_size), 0)).where(holding))
        replies = session.scalar(select(func.count()).where(holding))
        return Outcome(taken, held or 0, welcomed, replies or 0)
