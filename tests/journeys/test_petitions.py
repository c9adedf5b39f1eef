"""A petition in the browser: signed, checked, taken back; on paper, handed over; looked after by staff."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from urllib.request import urlopen

import pytest

from app.core.database import session
from app.factory import create_app
from app.petitions.jobs.counting import count_signatures
from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor
from tests.waiting import wait_for

Come = Callable[..., Visitor]
_numbers = count()
JOANNE = "joanne@the-long-table.example"
CALLUM = "callum@harbour-mens-circle.example"
STAFF = "robin@twain.example"
PAGE = "/petitions/a-quiet-room-in-each-of-our-schools"


def counted(site: Site, reader: Visitor) -> int:
    """Let the counter count now instead of within a minute, and read the number off the page."""
    with create_app(site.settings).app_context():
        count_signatures()
        session.remove()
    # browsers keep the page for a minute, so another address
    return int(reader.open(f"{PAGE}?at={next(_numbers)}").locator(".goal strong").first.inner_text())


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, True, "desktop"), (PHONE, True, "phone"), (PHONE, False, "no-scripts")],
    ids=["desktop", "phone", "phone-without-javascript"],
)
def test_a_stranger_signs_checks_and_takes_it_back(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    stranger, address = visitor(viewport=viewport, scripts=scripts), f"signer-{name}@post.example"
    before = counted(site, stranger)
    page = stranger.open(PAGE)
    page.locator("main form input[name=name]").fill("Ada Low")
    page.locator("main form input[name=email]").fill("ada")
    page.locator("#sign form button").click()
    page.locator(".error-summary, [role=alert]").first.wait_for()
    assert page.locator("input[name=name]").input_value() == "Ada Low", "nothing typed is lost"
    page.locator("input[name=email]").fill(address)
    page.locator("main form button").last.click()
    page.get_by_role("heading", name="Look in your mail").wait_for()

    own = site.link(address, "/signatures/", "Please confirm")
    with urlopen(own):  # noqa: S310  # a mail scanner follows every link
        assert counted(site, stranger) == before
    page = stranger.open(own.removeprefix(site.url))
    page.get_by_role("button", name="Yes, count my name").click()
    page.get_by_text("Thank you. Your name counts.").wait_for()
    assert counted(site, stranger) == before + 1

    page = stranger.open(own.removeprefix(site.url))
    page.locator("summary", has_text="Your receipt").click()
    receipt = page.locator("code").first.inner_text()
    page = stranger.open(f"{PAGE}/verify")
    page.locator("input[name=receipt]").fill(receipt)
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("This signature is in the log.").wait_for()

    page = stranger.open(own.removeprefix(site.url))
    page.get_by_role("button", name="Take my signature back").click()
    page.get_by_text("Your signature is taken back.").wait_for()
    assert counted(site, stranger) == before


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, True, "Ida"), (PHONE, False, "Ode")],
    ids=["desktop", "phone-without-javascript"],
)
def test_names_on_paper_are_checked_by_another_and_the_petition_is_handed_over(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    joanne, callum = (visitor(viewport=viewport, scripts=scripts) for _each in range(2))
    reader = visitor(viewport=viewport, scripts=scripts)
    before = counted(site, reader)
    joanne.sign_in(JOANNE)
    page = joanne.open(f"/desk{PAGE}/paper")
    page.get_by_role("link", name="Enter sheets").click()
    sheets = f"Fair of {name}"
    page.fill("input[name=note]", sheets)
    page.get_by_role("button", name="Go on to the names").click()
    page.fill("textarea[name=lines]", f"{name} Low, LS6 2AB\n=SUM(1)")
    page.get_by_role("button", name="Enter these names").click()
    page.locator(".error-summary").wait_for()
    assert f"{name} Low" in page.locator("textarea[name=lines]").input_value(), "nothing typed is lost"
    page.fill("textarea[name=lines]", f"{name} Low, LS6 2AB\n{name} High, LS6 3CD\n{name} Blurred, LS6 4EF")
    page.get_by_role("button", name="Enter these names").click()
    page.get_by_text("3 names are entered.").wait_for()
    page.get_by_role("button", name="All names are in").click()
    page.get_by_text("Somebody else has to compare").wait_for()
    batch = page.url
    assert page.get_by_role("button", name="Count the ticked names").count() == 0

    callum.sign_in(CALLUM)
    page = callum.open(batch)
    page.get_by_label(f"{name} Low", exact=False).check()
    page.get_by_label(f"{name} High", exact=False).check()
    page.get_by_role("button", name="Count the ticked names").click()
    page.get_by_text("2 names count now.").wait_for()
    assert counted(site, reader) == before + 2

    page = joanne.open(f"/desk{PAGE}/deliver")
    page.fill("input[name=delivered_on]", datetime.now(UTC).date().isoformat())
    page.fill("textarea[name=receipt]", f"Thank you, {name}.")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(f"**/desk{PAGE}")
    shown = reader.open(f"{PAGE}?handed={name}").locator("main").inner_text()
    assert f"with {before + 2} signatures." in shown
    assert f"Thank you, {name}." in shown


def test_what_is_set_aside_counts_only_once_staff_have_looked(visitor: Come, site: Site) -> None:
    stranger, robin = visitor(viewport=PHONE, scripts=False), visitor()
    before, address = counted(site, stranger), f"someone-{time.monotonic_ns()}@mailinator.com"
    page = stranger.open(PAGE)
    page.locator("main form input[name=name]").fill("Uma Unusual")
    page.locator("main form input[name=email]").fill(address)
    page.locator("#sign form button").click()
    page.get_by_role("heading", name="Look in your mail").wait_for()
    own = site.link(address, "/signatures/")
    stranger.open(own).get_by_role("button", name="Yes, count my name").click()
    stranger.page.get_by_text(
        "Thank you. Your name counts."
    ).wait_for()  # whoever tests our rules learns nothing

    robin.sign_in(STAFF)
    aside = f"/staff{PAGE}/set-aside"
    wait_for(lambda: robin.open(aside).get_by_text(address).count())
    assert counted(site, stranger) == before
    robin.open(aside).get_by_role("button", name="Let it count: Uma Unusual").click()
    robin.page.get_by_text("Nothing waits").wait_for()
    assert counted(site, stranger) == before + 1

    page = robin.open(f"/staff{PAGE}/removals")
    page.fill("input[name=domain]", "mailinator.com")
    page.fill("input[name=summary]", "A wave from one service")
    page.get_by_role("button", name="Count how many fit").click()
    removal = page.url
    button = "Take 1 signature off"
    wait_for(lambda: robin.open(removal).get_by_role("button", name=button).count())
    robin.page.get_by_role("button", name=button).click()
    wait_for(lambda: "Done" in robin.open(removal).locator("main").inner_text())
    assert counted(site, stranger) == before
    assert "Taken off together with others" in stranger.open(f"{PAGE}/number").locator("main").inner_text()
