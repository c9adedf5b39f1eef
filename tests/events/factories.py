"""Make events and agreements for tests; they are committed at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.events.models import Agreement, Event, EventStatus
from app.events.rules import SHOWN, resolve_wall_time
from app.events.rules.finding import set_search_columns
from app.organisations.models import Organisation
from tests.cohosting.factories import make_held
from tests.organisations.factories import OrganisationFactory


def next_month() -> datetime:
    """Give a wall time four weeks ahead, at 18:30."""
    ahead = clock.now() + timedelta(days=28)
    return ahead.replace(hour=18, minute=30, second=0, microsecond=0, tzinfo=None)


class EventFactory(SQLAlchemyModelFactory):
    """A published event four weeks ahead: `EventFactory(hosts=[one, another], status=…)`.

    Without `hosts` it gets one verified organisation. `starts_at`/`ends_at` follow the wall times.
    """

    class Meta:
        model = Event
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    title = factory.Sequence(lambda n: f"Walk and talk {n}")
    slug = factory.LazyAttribute(lambda o: slugify(o.title))
    uid = factory.Sequence(lambda n: f"event-{n}@twain.test")
    status = EventStatus.PUBLISHED
    summary = "A slow walk, and tea after."
    zone = "Europe/London"
    starts_local = factory.LazyFunction(next_month)
    ends_local = factory.LazyAttribute(lambda o: o.starts_local and o.starts_local + timedelta(hours=2))
    starts_at = factory.LazyAttribute(lambda o: o.starts_local and resolve_wall_time(o.starts_local, o.zone))
    ends_at = factory.LazyAttribute(lambda o: o.ends_local and resolve_wall_time(o.ends_local, o.zone))
    place_name = "Fernhill Library"
    place_area = "Leeds"
    place_address = "12 Fern Hill, Leeds LS1 1AA"
    created_at = factory.LazyFunction(clock.now)
    revised_at = factory.LazyAttribute(lambda o: o.created_at)
    published_at = factory.LazyAttribute(lambda o: o.created_at if o.status in SHOWN else None)

    @classmethod
    def _create(
        cls, model_class: type[Event], *args: Any, hosts: Sequence[Organisation] | None = None, **values: Any
    ) -> Event:
        held = values.pop("cohosting", None) or make_held(
            HeldKind.EVENT, values["title"], values["slug"], hosts or [OrganisationFactory()]
        )
        event: Event = super()._create(model_class, *args, cohosting=held, **values)
        set_search_columns(event)
        session.commit()
        return event


class AgreementFactory(SQLAlchemyModelFactory):
    """A version of an event's agreement."""

    class Meta:
        model = Agreement
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    event = factory.SubFactory(EventFactory)
    version = 1
    title = "How we are together"
    body = "What is said here stays here."
    created_at = factory.LazyFunction(clock.now)
