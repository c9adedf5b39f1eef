"""Make replies for tests; they are committed at once and take their spots."""

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.core import clock
from app.core.database import session
from app.core.text import canonical_email
from app.core.tokens import new_token, token_hash
from app.events.models import Event, Way
from app.organisations.models import Organisation
from app.rsvps.models import Rsvp, RsvpConsent, RsvpStatus
from app.rsvps.rules import HOLDING
from app.rsvps.services.lapsing import hold_until
from tests.events.factories import EventFactory

CONFIRMED = {RsvpStatus.GOING, RsvpStatus.WAITLISTED, RsvpStatus.OFFERED}


class RsvpFactory(SQLAlchemyModelFactory):
    """A reply that is going: `RsvpFactory(event=…, status=…, consents=[organisation])`."""

    class Meta:
        model = Rsvp
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Guest {n}")
    email = factory.Sequence(lambda n: f"guest{n}@example.org")
    email_key = factory.LazyAttribute(lambda o: canonical_email(o.email))
    party_size = 1
    way = Way.IN_PERSON
    status = RsvpStatus.GOING
    language = "en"
    token = factory.LazyFunction(new_token)
    token_hash = factory.LazyAttribute(lambda o: token_hash(o.token))
    held_until = factory.LazyAttribute(lambda o: hold_until() if o.status is RsvpStatus.PENDING else None)
    confirmed_at = factory.LazyAttribute(lambda o: clock.now() if o.status in CONFIRMED else None)
    waits_since = factory.LazyAttribute(lambda o: clock.now() if o.status is RsvpStatus.WAITLISTED else None)
    answers = factory.LazyFunction(dict)
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyAttribute(lambda o: o.created_at)

    @classmethod
    def _create(
        cls, model_class: type[Rsvp], *args: Any, consents: list[Organisation] | None = None, **values: Any
    ) -> Rsvp:
        rsvp: Rsvp = super()._create(model_class, *args, **values)
        for organisation in consents or []:
            session.add(RsvpConsent(rsvp=rsvp, organisation=organisation, at=clock.now()))
        if rsvp.status in HOLDING:
            _take(rsvp.event, rsvp.way, rsvp.party_size)
        session.commit()
        return rsvp


def _take(event: Event, way: Way, size: int) -> None:
    if way is Way.ONLINE:
        event.taken_online += size
    else:
        event.taken_in_person += size
