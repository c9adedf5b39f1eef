"""The pages of the rehearsal Stripe pass axe, fit a narrow phone, and work without JavaScript."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.donations.orders import an_account, an_order
from tests.rehearsing import Rehearsal

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def pages(chromium: Browser) -> Iterator[tuple[Page, Page]]:
    """Give a narrow page without JavaScript, to act on, and one with it, which axe needs."""
    plain = chromium.new_context(viewport=NARROW, java_script_enabled=False)
    judged = chromium.new_context(viewport=NARROW)
    yield plain.new_page(), judged.new_page()
    plain.close()
    judged.close()


def judge(page: Page, address: str) -> None:
    page.goto(address)
    results = Axe().run(page)
    assert results.violations_count == 0, f"{address}\n{results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_a_giver_is_declined_and_then_pays(own_rehearsal: Rehearsal, pages: tuple[Page, Page]) -> None:
    page, judged = pages
    back = f"{own_rehearsal.url}/?checkout={{CHECKOUT_SESSION_ID}}"
    opened = own_rehearsal.gateway.open_checkout(an_order(success_url=back), key="open")
    judge(judged, opened.url or "")
    page.goto(opened.url or "")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="declined").click()
    expect(page.get_by_role("alert")).to_contain_text("Your card was declined")
    expect(page.get_by_label("Email")).to_have_value("ada@example.org")
    page.get_by_role("button", name="Pay GBP 10.00").click()
    assert page.url.endswith(f"?checkout={opened.id}")
    assert own_rehearsal.gateway.checkout(opened.id).email == "ada@example.org"


def test_the_other_pages_have_no_barrier(own_rehearsal: Rehearsal, pages: tuple[Page, Page]) -> None:
    page, judged = pages
    door = own_rehearsal.gateway
    opened = door.open_checkout(an_order(monthly=True), key="open")
    own_rehearsal.pay(opened.url)
    customer = door.checkout(opened.id).customer or ""
    portal = door.portal_link(customer, return_url=f"{own_rehearsal.url}/")
    judge(judged, portal)
    page.goto(portal)
    page.get_by_role("button", name="End the gift of GBP 10.00 each month").click()
    assert own_rehearsal.things("subscription")[0]["status"] == "canceled"
    host = door.create_account(an_account(), key="host").id
    home = f"{own_rehearsal.url}/"
    judge(judged, door.onboarding_link(host, return_url=home, refresh_url=home))
    judge(judged, opened.url or "")
