"""A stranger gives, once or each month, comes back to the receipt, and changes things later."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from app.core.database import session
from app.factory import create_app
from tests.donations.factories import make_fund
from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor

Come = Callable[..., Visitor]
SLUG = "tea-for-whoever-comes"
FUND = f"/funds/{SLUG}"


# A worker may come back to this file after others, so a module is not the life of a fund.
@pytest.fixture(scope="session", autouse=True)
def fund(site: Site) -> None:
    """Open a fund of two hosts."""
    with create_app(site.settings).app_context():
        make_fund(slug=SLUG, title="Tea for whoever comes")
        session.remove()


def check(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def fill_in(page: Page, email: str) -> None:
    page.get_by_label("Your name", exact=True).fill("Kim Low")
    page.get_by_label("Your e-mail", exact=True).fill(email)
    page.get_by_role("button", name="Go to the pay page").click()


def arrive(page: Page) -> None:
    """See that the gift has arrived, looking again where the word of the bank takes its time."""
    page.get_by_role("heading", name="Your gift").wait_for()
    if page.get_by_role("button", name="Look again").count():
        page.get_by_role("button", name="Look again").click()
    page.get_by_text("Thank you. Your gift has arrived.").wait_for()


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, True, "desktop"), (PHONE, False, "phone")],
    ids=["desktop", "phone-without-javascript"],
)
def test_a_stranger_gives_once(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    stranger, address = visitor(viewport=viewport, scripts=scripts), f"once-{name}@post.example"
    page = stranger.open(FUND)
    page.get_by_label("£10.00").check()
    page.get_by_role("button", name="Go on").click()
    assert not page.get_by_label("so that the whole £10.00 arrives").is_checked()
    page.get_by_label("so that the whole £10.00 arrives").check()
    page.get_by_label("How much?").fill("12.5")
    fill_in(page, "once")
    page.locator(".error-summary").get_by_text("covering the fee adds £0.40").wait_for()
    assert page.get_by_label("Your name", exact=True).input_value() == "Kim Low", "nothing typed is lost"
    if scripts:
        check(page)
    fill_in(page, address)

    page.get_by_role("button", name="Try a card that is declined").click()
    page.get_by_role("alert").wait_for()
    page.get_by_role("button", name="Go back without paying").click()
    page.get_by_text("You have not paid, and nothing was taken.").wait_for()
    page.get_by_role("button", name="Go to the pay page").click()
    page.get_by_role("button", name="Pay GBP 12.90").click()
    arrive(page)

    page = stranger.open(site.link(address, "/donations/", "your receipt"))
    page.get_by_text("£12.90 for “Tea for whoever comes”").wait_for()
    if scripts:
        check(page)
    page.get_by_role("button", name="Ask for the gift back").click()
    page.get_by_text("We have told the treasurers.").wait_for()


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, False, "desktop"), (PHONE, True, "phone")],
    ids=["desktop-without-javascript", "phone"],
)
def test_a_stranger_gives_each_month(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    stranger, address = visitor(viewport=viewport, scripts=scripts), f"monthly-{name}@post.example"
    page = stranger.open(FUND)
    page.get_by_label("£5.00").check()
    page.get_by_label("Every month, until you end it").check()
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Every month, until you end it").is_checked()
    fill_in(page, address)
    page.get_by_role("button", name="Pay GBP 5.00 each month").click()
    arrive(page)

    own = site.link(address, "/donations/", "monthly")
    page = stranger.open(own)
    page.get_by_role("heading", name="Your monthly gift").wait_for()
    if scripts:
        check(page)
    page.get_by_label("Another amount from next month on").fill("1,00")
    page.get_by_role("button", name="Change the amount").click()
    page.get_by_text("Put a point before the smaller coins").first.wait_for()
    page.get_by_role("button", name="Change the card at Stripe").click()
    page.wait_for_url("**/portal/**")
    page.locator("button[value=back]").click()
    page.get_by_text("use your own link").wait_for()
    if scripts:
        check(page)
    page = stranger.open(own)
    page.get_by_role("button", name="Pause it").click()
    page.get_by_text("Noted. Nothing is taken until you go on with it.").wait_for()
    page.get_by_role("button", name="End it").click()
    page.get_by_text("Noted. Nothing more is taken.").wait_for()
    site.mail(address, "ended")
