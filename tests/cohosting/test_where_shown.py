"""Where the public sees what hosts agreed on, and that their mail leads there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.asks.models import AskStatus
from app.cohosting import queries, services
from app.cohosting.facts import WhereItIsShown
from app.core.database import session
from app.core.questions import ask
from app.core.transaction import transaction
from app.donations.models import FundStatus
from app.events import services as events
from app.events.models import Event, EventStatus, SeriesStatus
from app.initiatives.models import InitiativeStatus
from app.outbox.models import Message
from app.petitions.models import PetitionStatus
from tests.asks.factories import make_ask
from tests.cohosting.factories import make_organisation
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.events.pairs import Pair
from tests.events.series import make_series
from tests.initiatives.factories import make_initiative
from tests.petitions.factories import make_petition


@pytest.fixture
def pair(app: Flask) -> Pair:
    (one, amina), (two, ben) = make_organisation("The Long Table"), make_organisation("Steady Ground")
    return Pair(one, amina, two, ben)


def shown(held: Any) -> str:
    return "".join(ask(WhereItIsShown(held.cohosting)))


@pytest.mark.parametrize(
    ("make", "public", "hidden", "place"),
    [
        (EventFactory, EventStatus.CANCELLED, EventStatus.WITHDRAWN, "events"),
        (make_ask, AskStatus.PUBLISHED, AskStatus.DRAFT, "asks"),
        (make_fund, FundStatus.CLOSED, FundStatus.PROPOSED, "funds"),
        (make_initiative, InitiativeStatus.COMPLETED, InitiativeStatus.WITHDRAWN, "initiatives"),
        (make_petition, PetitionStatus.SCHEDULED, PetitionStatus.IN_MODERATION, "petitions"),
    ],
)
def test_what_everyone_can_see_has_a_page(
    app: Flask, make: Callable[..., Any], public: object, hidden: object, place: str
) -> None:
    seen = make(status=public)
    assert shown(seen) == f"/{place}/{seen.slug}"
    assert app.test_client().get(shown(seen)).status_code == 200
    assert shown(make(status=hidden)) == ""


def test_a_series_has_a_page_once_it_is_public(app: Flask) -> None:
    series = make_series()
    assert shown(series) == f"/series/{series.slug}"
    with transaction():
        series.status = SeriesStatus.PROPOSED
    assert shown(series) == ""


def mails() -> list[Message]:
    return list(
        session.scalars(select(Message).where(Message.template == "cohosting/agreed").order_by(Message.id))
    )


def agree_on(event: Event, pair: Pair) -> None:
    with transaction():
        waiting = queries.open_proposal(event.cohosting)
        assert waiting is not None
        services.sign_off(waiting, content_hash=waiting.content_hash, by=pair.ben, on_behalf_of=pair.two)


def test_the_mail_of_an_agreement_leads_to_the_page_that_is_public_now(pair: Pair) -> None:
    event = EventFactory(hosts=[pair.one, pair.two], status=EventStatus.DRAFT, slug="walk")
    with transaction():
        events.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    agree_on(event, pair)
    published = mails()
    assert len(published) == 2
    for mail in published:
        assert "Its public page shows it now:" in mail.text
        assert "http://localhost/events/walk" in mail.text
        assert 'href="http://localhost/events/walk"' in mail.html
        assert "/desk/proposals/" not in mail.text


def test_what_was_taken_back_leads_to_the_desk(pair: Pair) -> None:
    event = EventFactory(hosts=[pair.one, pair.two], slug="walk")
    with transaction():
        events.propose_withdrawal(event, by=pair.amina, on_behalf_of=pair.one)
    agree_on(event, pair)
    for mail in mails():
        assert "/desk/proposals/" in mail.text
        assert "/events/walk" not in mail.text
