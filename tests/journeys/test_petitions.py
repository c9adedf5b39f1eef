"""A stranger signs a petition, sees the name counted, checks the receipt, and takes it back."""

import re
from collections.abc import Callable
from itertools import count
from urllib.request import urlopen

import pytest

from app.core.database import session
from app.factory import create_app
from app.petitions.jobs.counting import count_signatures
from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor

Come = Callable[..., Visitor]
_numbers = count()
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

    body = site.mail(address, "Please confirm").get_body(("plain",))
    assert body is not None
    (own,) = re.findall(r"http://\S+/signatures/\S+", body.get_content())
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
