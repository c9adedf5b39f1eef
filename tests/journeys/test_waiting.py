"""An event fills up; a stranger waits, moves up when someone cancels, and shows the code for the door."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from app.core.database import WRITES, db, session
from app.core.tokens import new_token
from app.core.transaction import transaction
from app.factory import create_app
from app.rsvps import services
from app.rsvps.models import Rsvp
from tests.events.factories import EventFactory
from tests.journeys.conftest import PHONE, Site, Visitor
from tests.organisations.factories import OrganisationFactory
from tests.rsvps.factories import RsvpFactory

Come = Callable[..., Visitor]


@pytest.fixture
def full(site: Site) -> Iterator[tuple[str, int]]:
    """Fill an event; give its slug and the one reply to it."""
    with create_app(site.settings).app_context():
        db.engine.update_execution_options(**{WRITES: True})  # the worker of the site writes meanwhile
        slug = f"full-{new_token()[:8].lower()}"
        event = EventFactory(slug=slug, hosts=[OrganisationFactory()], capacity_in_person=2, party_limit=3)
        number = RsvpFactory(event=event, party_size=2).id
        session.rollback()
        yield slug, number
        session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_stranger_waits_and_moves_up(
    visitor: Come, site: Site, full: tuple[str, int], scripts: bool
) -> None:
    slug, number = full
    address = f"waits-{slug}@post.example"
    stranger = visitor(viewport=PHONE, scripts=scripts)
    page = stranger.open(f"/events/{slug}/rsvp")
    page.get_by_text("Every place is taken, but you can wait for one.").wait_for()
    page.locator("main input[name=name]").fill("Ada Low")
    page.locator("main input[name=email]").fill(address)
    page.get_by_role("button", name="Put me on the waiting list").click()
    page.get_by_role("heading", name="Look in your mail").wait_for()
    page = stranger.open(site.link(address, "/rsvps/", "confirm that you would like to wait"))
    page.get_by_role("button", name="Yes, I would like to wait").click()
    page.get_by_text("between number 1 and number 5").wait_for()
    with transaction():
        services.cancel(session.get_one(Rsvp, number))
    page = stranger.open(site.link(address, "/rsvps/", "A place for you"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You are going")
    page.locator("summary", has_text="Code to show at the door").click()
    expect(page.locator(".reply-code svg")).to_be_visible()
