"""Helpers keep the door on their phones, with the network cut for a while."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from app.core import clock
from app.core.database import WRITES, db, session
from app.core.tokens import new_token
from app.core.transaction import transaction
from app.door import services
from app.events.models import Event
from app.factory import create_app
from app.rsvps.emails.writing import code_files
from app.rsvps.models import Rsvp
from app.rsvps.rules import code_of, written_code
from tests.events.factories import EventFactory
from tests.journeys.conftest import CHROMIUM_ARGUMENTS, DESKTOP, PHONE, Site, Visitor
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rsvps.factories import RsvpFactory
from tests.waiting import wait_for

Come = Callable[..., Visitor]
ZONE = "Europe/London"


@dataclass(frozen=True)
class Evening:
    """An event of today, its link and PIN, and codes for its door."""

    event_id: int
    address: str
    pin: str
    code: str
    other_code: str


@pytest.fixture
def evening(site: Site) -> Iterator[Evening]:
    with create_app(site.settings).app_context():
        db.engine.update_execution_options(**{WRITES: True})  # the worker of the site writes meanwhile
        local = clock.now().astimezone(ZoneInfo(ZONE)).replace(tzinfo=None, second=0, microsecond=0)
        event = EventFactory(
            title="The long walk home",
            slug=f"walk-home-{new_token()[:8].lower()}",
            hosts=[host := OrganisationFactory()],
            zone=ZONE,
            starts_local=local,
            ends_local=local + timedelta(hours=2),
            capacity_in_person=20,
        )
        RsvpFactory(event=event, name="Noor Haddad", party_size=3)
        sam = RsvpFactory(event=event, name="Sam Low", party_size=2)
        other = RsvpFactory()
        with transaction():
            made = services.make_link(event, "Side door", by=MembershipFactory(organisation=host).user)
        found = Evening(
            event.id,
            made.link.address,
            made.pin,
            written_code(code_of(event.uid, sam.token_hash)),
            code_of(other.event.uid, other.token_hash),
        )
        session.rollback()
        yield found
        session.remove()
        db.engine.dispose()


def open_door(someone: Visitor, evening: Evening) -> Page:
    page = someone.open(evening.address)
    page.get_by_label("PIN").fill(evening.pin)
    page.get_by_role("button", name="Open the door").click()
    page.locator("#door[data-ready=yes]").wait_for()
    return page


def test_the_door_is_kept_without_a_network_and_nothing_is_lost_or_counted_twice(
    visitor: Come, site: Site, evening: Evening
) -> None:
    phone, tablet = visitor(viewport=PHONE), visitor(viewport=DESKTOP)
    page, other = open_door(phone, evening), open_door(tablet, evening)
    page.evaluate("navigator.serviceWorker.ready.then(() => caches.keys())")
    wait_for(lambda: page.evaluate("caches.match('/door/shell?lang=fr').then(Boolean)"))

    phone.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The long walk home")
    expect(page.locator("[data-row=name]")).to_have_text(["Noor", "Sam"])
    page.goto(f"{site.url}{evening.address}?lang=fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("[data-row=name]")).to_have_text(["Noor", "Sam"])
    page.goto(f"{site.url}{evening.address}")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")

    page.locator("li", has_text="Noor").locator("select").select_option("2")
    page.get_by_role("button", name="Noor is here").click()
    expect(page.locator("[data-door=here]")).to_have_text("2")
    expect(page.locator("[data-door=network]")).to_contain_text("Waiting to be sent: 1")
    search = page.get_by_label("Name or code")
    for typed, said in [
        (evening.other_code, "This code is for another event."),
        (evening.code.lower(), "Sam is in."),
        (evening.code, "Sam is in already."),
    ]:
        search.fill(typed)
        search.press("Enter")
        expect(page.locator("[data-door=said]")).to_have_text(said)
    search.fill("")
    page.get_by_role("button", name="Take back: Sam").click()
    page.get_by_label("A name to greet them by").fill("Kim")
    page.get_by_role("button", name="Let them in").click()
    expect(page.locator("[data-door=walked-in]")).to_have_text("1")
    expect(page.locator("[data-door=here]")).to_have_text("3")
    expect(other.locator("[data-door=here]")).to_have_text("0")

    page.reload()
    expect(page.locator("[data-door=here]")).to_have_text("3")
    phone.context.set_offline(False)
    expect(page.locator("[data-door=network]")).to_have_text("Everything is sent.", timeout=15_000)
    expect(other.locator("[data-door=here]")).to_have_text("3", timeout=15_000)
    expect(other.locator("li", has_text="Noor")).to_contain_text("2 of 3 here")
    other.get_by_role("button", name="Noor is here").click()
    expect(page.locator("[data-door=here]")).to_have_text("4", timeout=15_000)

    with transaction():
        event = session.get_one(Event, evening.event_id)
        event.ends_at = clock.now() - timedelta(days=1)
    expect(page.locator("[data-door=said]")).to_contain_text("is over", timeout=15_000)
    expect(page.locator("[data-row=name]")).to_have_count(0)
    assert page.evaluate(KEPT) == 0, "nothing is left on the device"


@pytest.fixture
def seeing(chromium: Browser, evening: Evening, tmp_path: Path) -> Iterator[BrowserContext]:
    """Give a device whose camera sees the code in Sam's mail, held a little askew."""
    event = session.get_one(Event, evening.event_id)
    sam = session.scalars(select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.name == "Sam Low")).one()
    drawn = code_files(sam, event)[0].content
    session.rollback()  # the site writes meanwhile
    picture = Image.open(BytesIO(drawn)).convert("L").rotate(7, fillcolor=255)
    scene = Image.new("L", (640, 480), 170)
    scene.paste(picture, (180, 110))
    shown = BytesIO()
    scene.convert("RGB").save(shown, "JPEG", quality=85)
    film = tmp_path / "camera.mjpeg"
    film.write_bytes(shown.getvalue() * 30)
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    arguments = [*CHROMIUM_ARGUMENTS, *camera, f"--use-file-for-fake-video-capture={film}"]
    path = shutil.which("chromium") or shutil.which("google-chrome")
    other = chromium.browser_type.launch(executable_path=path, args=arguments)
    yield other.new_context(viewport=PHONE, permissions=["camera"])
    other.close()


def test_a_code_is_read_by_the_camera_also_without_a_network(
    site: Site, evening: Evening, seeing: BrowserContext
) -> None:
    page = seeing.new_page()
    page.goto(site.url + evening.address)
    page.get_by_label("PIN").fill(evening.pin)
    page.get_by_role("button", name="Open the door").click()
    page.locator("#door[data-ready=yes]").wait_for()
    assert not page.evaluate("'BarcodeDetector' in window"), "our own reader reads here"
    wait_for(lambda: page.evaluate("caches.match('/door/shell?lang=fr').then(Boolean)"))
    seeing.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Scan a code").click()
    expect(page.locator("[data-door=said]")).to_have_text("Sam is in.", timeout=15_000)
    expect(page.locator("[data-door=here]")).to_have_text("2")
    page.get_by_role("button", name="Scan a code").click()
    expect(page.locator("[data-door=camera]")).to_be_hidden()


def test_who_has_no_camera_is_told_to_type(visitor: Come, evening: Evening) -> None:
    page = open_door(visitor(viewport=PHONE), evening)
    page.get_by_role("button", name="Scan a code").click()
    expect(page.locator("[data-door=said]")).to_contain_text("Type the code")


KEPT = """() => new Promise((resolve) => {
  indexedDB.open("twain-door").onsuccess = (event) => {
    const lists = event.target.result.transaction("lists").objectStore("lists");
    lists.count().onsuccess = (counted) => resolve(counted.target.result);
  };
})"""


def test_the_door_works_without_scripts(visitor: Come, evening: Evening) -> None:
    page = visitor(viewport=PHONE, scripts=False).open(evening.address)
    page.get_by_label("PIN").fill("12")
    page.get_by_role("button", name="Open the door").click()
    page.get_by_text("This PIN is not right.").first.wait_for()
    page.get_by_label("PIN").fill(evening.pin)
    page.get_by_role("button", name="Open the door").click()
    page.get_by_role("button", name="Sam Low is here").click()
    page.get_by_text("2 of 2 here").wait_for()
    page.get_by_role("button", name="Take back: Sam Low").click()
    expect(page.locator("[data-door=here]")).to_have_text("0")
    page.get_by_label("Name or code").fill(evening.code)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("[data-row=name]")).to_have_text(["Sam Low"])


def test_the_list_on_paper_has_a_box_to_tick_for_each_and_nothing_to_type(
    visitor: Come, evening: Evening
) -> None:
    page = open_door(visitor(viewport=DESKTOP), evening)
    page.emulate_media(media="print")
    expect(page.locator("[data-row=name]")).to_have_text(["Noor", "Sam"])
    expect(page.locator("main :is(input, select, button, video):visible")).to_have_count(0)
    box = "row => getComputedStyle(row, '::before').content"
    assert page.locator(".guests > li > p").first.evaluate(box) == '"☐ "'
