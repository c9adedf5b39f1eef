"""The factories make what other tests rely on."""

from flask import Flask

from app.core import clock
from app.events import queries
from app.events.models import EventStatus
from tests.events.factories import AgreementFactory, EventFactory
from tests.organisations.factories import OrganisationFactory


def test_an_event_is_published_and_ahead(app: Flask) -> None:
    event = EventFactory(hosts=[OrganisationFactory(), OrganisationFactory()])
    assert event.status is EventStatus.PUBLISHED
    assert event.starts_at > clock.now()
    assert queries.event_by_slug(event.slug) is event
    assert queries.event_of(event.cohosting) is event


def test_an_event_has_its_agreement(app: Flask) -> None:
    agreement = AgreementFactory()
    assert queries.agreement_of(agreement.event) is agreement
