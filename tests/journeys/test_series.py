"""A supper every second week: begun, signed off, joined for all its dates, moved, and ended."""

from collections.abc import Callable
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor, text_of
from tests.journeys.test_story import JOANNE, accept, on_day, sign_off
from tests.waiting import wait_for

Come = Callable[..., Visitor]


def dates_of(site: Site, slug: str) -> list[dict[str, object]]:
    """Read the feed of a series as a calendar program does."""
    with urlopen(f"{site.url}/series/{slug}/events.ics") as response:  # noqa: S310  # our own address
        return list(Calendar.from_ical(response.read()).walk("VEVENT"))


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, True, "desktop"), (PHONE, False, "phone")],
    ids=["desktop", "phone-without-javascript"],
)
def test_two_organisations_hold_a_series_and_someone_comes_each_time(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    title, address = f"Mending evening {name}", f"each-{name}@post.example"
    slug = f"mending-evening-{name}"
    joanne = visitor(viewport=viewport, scripts=scripts)
    gareth = visitor(viewport=viewport, scripts=scripts)
    stranger = visitor(viewport=viewport, scripts=scripts)

    begin(joanne, title)
    write(joanne)
    invite(joanne, slug)
    accept(gareth, title)
    page = joanne.open(f"/desk/series/{slug}")
    page.get_by_role("button", name="Ask the hosts to sign off").click()
    assert stranger.page.request.get(f"{site.url}/series/{slug}").status == 404
    sign_off(gareth, title)

    come_each_time(stranger, slug, address)
    assert text_of(site.mail(address, "You are going")).count("/rsvps/") == 4
    before = dates_of(site, slug)
    assert len({str(each["UID"]) for each in before}) == 4
    assert all("RRULE" not in each for each in before)

    see_and_change(joanne, slug)
    assert [each["DTSTART"].dt for each in dates_of(site, slug)] == [each["DTSTART"].dt for each in before]  # type: ignore[attr-defined]
    sign_off(gareth, title)
    assert text_of(site.mail(address, "Changed")).count("19:30") == 4, "one mail names all dates"
    wait_for(lambda: {each["DTSTART"].dt.minute for each in dates_of(site, slug)} == {30})  # type: ignore[attr-defined]
    assert len([mail for mail in site.mails_to(address) if "Changed" in mail["Subject"]]) == 1


def begin(organiser: Visitor, title: str) -> None:
    organiser.sign_in(JOANNE)
    page = organiser.open("/desk/events/new")
    page.get_by_role("link", name="Begin a series instead").click()
    page.fill("input[name=title]", title)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/edit")


def write(organiser: Visitor) -> None:
    page = organiser.page
    page.fill("textarea[name=summary]", "Bring what is broken.")
    page.fill("input[name=starts_date]", on_day(20))
    page.fill("input[name=starts_time]", "19:00")
    page.fill("input[name=ends_time]", "21:00")
    page.fill("input[name=interval]", "2")
    page.check("input[name=ends][value=count]")
    page.fill("input[name=count]", "10000")
    page.fill("input[name=place_name]", "The Old Bakery")
    page.fill("input[name=capacity_in_person]", "20")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("more than 520 dates").first.wait_for()
    assert page.input_value("textarea[name=summary]") == "Bring what is broken."
    page.fill("input[name=count]", "4")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Every 2 weeks on").first.wait_for()


def invite(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/series/{slug}")
    page.get_by_role("link", name="Invite or look after hosts").click()
    page.fill("input[name=q]", "Wayfarers")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name="Invite Wayfarers").click()
    page.fill("textarea[name=message]", "Shall we?")
    page.locator("main form[method=post]").get_by_role("button").first.click()
    page.get_by_text("Invited, no answer yet").wait_for()


def come_each_time(stranger: Visitor, slug: str, address: str) -> None:
    page = stranger.open(f"/series/{slug}")
    page.get_by_role("link", name="Come to all 4 coming dates").click()
    assert page.is_checked("input[name=all_dates]")
    page.fill("input[name=name]", "Sam")
    page.fill("input[name=email]", address)
    page.get_by_role("button", name="Keep me a place").click()
    page.get_by_text("on all dates that had room").wait_for()
    page = stranger.open(stranger.site.link(address, "/rsvps/"))
    page.get_by_role("button", name="Yes", exact=False).first.click()
    page.get_by_text("Your other dates").wait_for()
    assert stranger.context.cookies() == []


def see_and_change(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/series/{slug}/edit")
    page.fill("input[name=starts_time]", "19:30")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("heading", name="Date by date").wait_for()
    assert page.get_by_text("Takes what is new").count() == 4
    page.get_by_role("button", name="Ask the hosts to sign off").click()
    page.get_by_text("Waiting for Wayfarers").first.wait_for()
