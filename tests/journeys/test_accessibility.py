"""Every page passes axe, in light and dark, and fits the narrowest phone."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import brotli
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Response

from app.config import ROOT
from app.core.database import session
from app.factory import create_app
from tests.events.factories import EventFactory
from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor
from tests.organisations.factories import OrganisationFactory

Come = Callable[..., Visitor]
WALK = "sunday-walk-and-talk-along-the-canal"
EVENING = "carrying-it-together-an-evening-on-fathers-mothers-and-rest"
FULL = "how-are-you-really-practising-to-listen"
CANCELLED = "bread-grief-and-good-company"
PAST = "winter-supper-at-the-long-table"
SUPPER = "the-long-supper"
EXAMS = "an-evening-about-exams-without-marks"
WAITING = "what-we-wish-we-had-been-told-at-fifteen"
ROOMS = "a-quiet-room-in-each-of-our-schools"
HOURS = "two-paid-hours-for-help-at-mersey-mills"
QUIET = "a-quiet-room-in-every-secondary-school"
TEA = "lamps-cushions-and-doors-that-close"
NIGHTS = "taxis-home-after-the-night-shifts-circle"
PETITION_STEPS = (
    "/edit",
    "/news",
    "/reasons",
    "/paper",
    "/paper/new",
    "/paper/sheet",
    "/deliver",
    "/signers",
    "/close",
    "/withdraw",
)
FUND_STEPS = ("", "/edit", "/shares", "/close", "/spending", "/messages")
PUBLIC = [
    "/",
    "/events",
    "/events?month=2030-01",
    "/events?q=nothing-like-it",
    f"/events/{EVENING}",
    f"/events/{WALK}",
    f"/events/{FULL}",
    f"/events/{CANCELLED}",
    f"/events/{PAST}",
    f"/events/{WALK}/rsvp",
    f"/series/{SUPPER}",
    "/feedback/thank-you",
    "/feedback/no-such-ticket",
    "/petitions",
    "/petitions?q=nothing-like-it",
    f"/petitions/{ROOMS}",
    f"/petitions/{ROOMS}/number",
    f"/petitions/{ROOMS}/verify?receipt=not-whole",
    f"/petitions/{ROOMS}/signatures",
    f"/petitions/{ROOMS}/signatures/sent",
    f"/petitions/{ROOMS}/embed",
    f"/petitions/{HOURS}",
    "/asks",
    "/asks?q=nothing-like-it",
    f"/asks/{QUIET}",
    f"/asks/{QUIET}/corrections",
    "/targets/aireside-schools-trust",
    "/targets/aireside-schools-trust/summary",
    f"/funds/{TEA}",
    f"/funds/{TEA}/ledger",
    f"/funds/{TEA}/donations?amount=10&often=monthly",
    f"/funds/{NIGHTS}",
    f"/funds/{NIGHTS}/ledger",
    "/organisations",
    "/organisations/the-long-table",
    "/help-now",
    "/accessibility",
    "/privacy",
    "/calendars",
    "/login",
    "/register",
    "/reset",
    "/no-such-page",
    "/dev/mail",
]
WEIGHED = (
    "/",
    "/events",
    f"/events/{EVENING}",
    f"/series/{SUPPER}",
    "/petitions",
    f"/petitions/{ROOMS}",
    "/asks",
    f"/funds/{TEA}",
    f"/funds/{TEA}/ledger",
    f"/funds/{TEA}/donations?amount=10",
)
DESK = [
    "/desk",
    "/desk/events",
    "/desk/events/new",
    f"/desk/events/{EVENING}",
    f"/desk/events/{EVENING}/edit",
    f"/desk/events/{EVENING}/history",
    f"/desk/events/{EVENING}/waitlist",
    f"/desk/events/{EVENING}/door",
    f"/desk/events/{EVENING}/door/links",
    f"/desk/events/{EVENING}/preview",
    f"/desk/events/{EVENING}/cancel",
    f"/desk/events/{EVENING}/postpone",
    f"/desk/events/{EVENING}/duplicate",
    f"/desk/events/{EVENING}/withdraw",
    f"/desk/events/{EVENING}/rsvps",
    f"/desk/events/{EVENING}/rsvps/message",
    f"/desk/events/{EVENING}/letters",
    f"/desk/events/{EVENING}/run-sheet",
    f"/desk/events/{EVENING}/run-sheet/1",
    f"/desk/events/{EVENING}/feedback",
    f"/desk/events/{EXAMS}/feedback",
    f"/desk/events/{WAITING}",
    "/desk/series",
    "/desk/series/new",
    f"/desk/series/{SUPPER}",
    f"/desk/series/{SUPPER}/edit",
    f"/desk/series/{SUPPER}/end",
    f"/desk/series/{SUPPER}/history",
    f"/desk/series/{SUPPER}/message",
    "/desk/board",
    "/desk/board?area=nowhere",
    "/desk/board/new",
    "/desk/board/1",
    "/desk/board/4",
    "/desk/board/4/edit",
    "/desk/cohostings/1",
    "/desk/cohostings/1/hosts",
    "/desk/proposals/1",
    "/desk/petitions",
    "/desk/petitions/new",
    *(f"/desk/petitions/{ROOMS}{step}" for step in ("", *PETITION_STEPS)),
    "/desk/asks",
    "/desk/asks/new",
    f"/desk/asks/{QUIET}",
    f"/desk/asks/{QUIET}/edit",
    "/desk/targets",
    "/desk/funds",
    "/desk/funds/new",
    *(f"/desk/funds/{TEA}{step}" for step in FUND_STEPS),
    "/desk/organisations/the-long-table/giving",
    "/desk/organisations",
    "/desk/organisations/new",
    "/desk/organisations/the-long-table",
    "/desk/organisations/the-long-table/edit",
    "/desk/organisations/the-long-table/members",
    "/desk/organisations/the-long-table/import",
    "/desk/replies",
    "/desk/calendar",
    "/desk/account",
    "/desk/account/security",
    "/desk/account/data",
]
STAFF = [
    "/staff",
    "/staff/organisations",
    "/staff/petitions",
    f"/staff/petitions/{ROOMS}",
    f"/staff/petitions/{ROOMS}/set-aside",
    f"/staff/petitions/{ROOMS}/removals",
    "/staff/users",
    "/staff/mail",
    "/staff/trail",
]
#: Whatever else axe finds is long, and nobody reads it.
VIOLATIONS = {"resultTypes": ["violations"]}
SCHEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": VIOLATIONS,
    "dark": {**VIOLATIONS, "runOnly": ["color-contrast", "link-in-text-block"]},
}
NARROW = {"width": 320, "height": 640}
#: Asks again where axe has been brought in already.
ASK_AGAIN = Axe(axe_script="")


def check(visitor: Visitor, address: str) -> None:
    """Ask axe about a page in light, and in dark about what a colour scheme can change; then narrow it."""
    page = visitor.open(address)
    assert page.locator("h1").count() == 1, address
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe = Axe() if scheme == "light" else ASK_AGAIN
        results = axe.run(page, options=options)
        assert results.violations_count == 0, f"{address} in {scheme}\n{results.generate_report()}"
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
    page.set_viewport_size(DESKTOP)


def test_a_page_on_paper_keeps_its_numbers_and_is_light(visitor: Come) -> None:
    page = visitor(scheme="dark").open("/help-now")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    numbers = page.locator("a[href^='tel:']").all()
    assert len(numbers) > 20
    assert all(number.is_visible() for number in numbers)
    soft = "getComputedStyle(document.querySelector('.lead')).color"
    assert page.evaluate(soft) == "rgb(86, 91, 105)", "light words would be lost on white paper"


def test_letters_twice_as_large_leave_a_phone_as_wide_as_it_is(visitor: Come) -> None:
    reader = visitor(viewport=PHONE)
    event = "/events/carrying-it-together-an-evening-on-fathers-mothers-and-rest"
    month = "/events?month=2030-09"
    for address in ("/", "/events", month, event, f"/petitions/{ROOMS}", "/help-now", "/login"):
        page = reader.open(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), address


def test_public_pages_have_no_barrier(visitor: Come) -> None:
    reader = visitor()
    for address in PUBLIC:
        check(reader, address)


def test_organisers_screens_have_no_barrier(visitor: Come) -> None:
    organiser = visitor()
    organiser.sign_in("joanne@the-long-table.example")
    for address in DESK:
        check(organiser, address)


def test_staff_screens_have_no_barrier(visitor: Come) -> None:
    robin = visitor()
    robin.sign_in("robin@twain.example")
    for address in STAFF:
        check(robin, address)


def test_a_name_of_one_long_word_fits_a_narrow_phone(visitor: Come, site: Site) -> None:
    slug = "a-long-word"
    with create_app(site.settings).app_context():
        host = OrganisationFactory(name="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", slug=slug)
        EventFactory(hosts=[host, OrganisationFactory()], slug=slug)
        session.remove()
    reader = visitor(viewport=NARROW)
    for address in (f"/organisations/{slug}", f"/events/{slug}"):
        assert reader.open(address).evaluate("document.documentElement.scrollWidth") == NARROW["width"], (
            address
        )


def travelling(response: Response) -> int:
    """Give the bytes that a reader is sent: outside development, static text travels compressed."""
    size = int(response.headers.get("content-length", 0))
    static = ROOT / urlsplit(response.url).path.removeprefix("/")
    if static.suffix in {".css", ".js", ".svg", ".webmanifest"} and static.is_file():
        return len(brotli.compress(static.read_bytes()))
    return size


def test_public_pages_are_light_and_ask_nobody_else(visitor: Come, site: Site) -> None:
    reader = visitor()
    for address in WEIGHED:
        sizes: list[int] = []
        others: list[str] = []

        def note(response: Response, sizes: list[int] = sizes, others: list[str] = others) -> None:
            url = response.url
            if not url.startswith(site.url):
                others.append(url)
            sizes.append(travelling(response))

        reader.page.on("response", note)
        reader.open(address)
        reader.page.wait_for_load_state("networkidle")
        reader.page.remove_listener("response", note)
        assert not others
        assert reader.context.cookies() == []
        assert sum(sizes) <= 60 * 1024, f"{address}: {sum(sizes)} bytes"


def test_the_page_can_be_used_by_keyboard_alone(visitor: Come) -> None:
    reader = visitor()
    page = reader.open(f"/events/{WALK}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#reply")
    page.locator("input[name=name]").focus()
    page.keyboard.type("Kay")
    page.keyboard.press("Tab")
    page.keyboard.type("kay@post.example")
    for _press in range(30):
        page.keyboard.press("Tab")
        kind = page.evaluate("[document.activeElement.type, document.activeElement.name].join()")
        if kind == "checkbox,agreed":
            page.keyboard.press("Space")
        if kind.startswith("submit"):
            page.keyboard.press("Enter")
            break
    page.wait_for_url("**/rsvp/sent**")
    assert reader.site.mail("kay@post.example")
