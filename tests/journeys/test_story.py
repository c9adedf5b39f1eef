"""The story at the heart: two organisations, one evening, one stranger, every calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor, text_of
from tests.waiting import wait_for

Come = Callable[..., Visitor]
JOANNE = "joanne@the-long-table.example"
GARETH = "gareth@wayfarers.example"


def on_day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011  # the browser's own calendar


def calendar_of(address: str) -> dict[str, object]:
    """Read a feed as a calendar program does: title → event."""
    with urlopen(address) as response:  # noqa: S310  # our own address
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(response.read())
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize(
    ("viewport", "scripts", "name"),
    [(DESKTOP, True, "desktop"), (PHONE, True, "phone"), (PHONE, False, "no scripts")],
    ids=["desktop", "phone", "phone-without-javascript"],
)
def test_two_organisations_hold_an_evening_and_a_stranger_comes(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool, name: str
) -> None:
    title = f"An evening for shoulders ({name})"
    joanne = visitor(viewport=viewport, scripts=scripts)
    gareth = visitor(viewport=viewport, scripts=scripts)
    stranger = visitor(viewport=viewport, scripts=scripts)

    slug = draft(joanne, title)
    invite(joanne, slug, "Wayfarers")
    accept(gareth, title)
    publish(joanne, slug)
    assert stranger.page.request.get(f"{site.url}/events/{slug}").status == 404, (
        "not public before both have signed"
    )
    sign_off(gareth, title)

    address = f"{name.replace(' ', '-')}@post.example"
    reply(stranger, slug, address)
    going = site.mail(address, "You are going")
    assert "7 Quiet Street" in text_of(going), "the address arrives in a mail"
    assert any(part.get_content_type() == "text/calendar" for part in going.iter_attachments())
    feeds = [
        f"{site.url}/events.ics",
        f"{site.url}/organisations/the-long-table/events.ics",
        f"{site.url}/organisations/wayfarers/events.ics",
    ]
    before = [calendar_of(feed)[title] for feed in feeds]
    assert len({str(event["UID"]) for event in before}) == 1, "one UID in every feed"  # type: ignore[index]
    assert "Quiet Street" not in str(before[0]), "the address stays out of public feeds"

    change_time(joanne, slug, "20:15")
    assert site.mails_to(address)[-1]["Message-ID"] == going["Message-ID"], "nothing moves before both agree"
    sign_off(gareth, title)

    changed = text_of(site.mail(address, "Changed"))
    assert "20:15" in changed
    assert "19:00" in changed, "old and new"
    for feed, old in zip(feeds, before, strict=True):
        new = wait_for(
            lambda feed=feed: (e := calendar_of(feed)[title]) and e["DTSTART"].dt.minute == 15 and e
        )  # type: ignore[index]
        assert new["UID"] == old["UID"]  # type: ignore[index]
        assert int(new["SEQUENCE"]) > int(old["SEQUENCE"])  # type: ignore[index]


def draft(organiser: Visitor, title: str) -> str:
    organiser.sign_in(JOANNE)
    page = organiser.open("/desk/events/new")
    page.fill("input[name=title]", title)
    page.locator("main form").get_by_role("button").click()
    page.wait_for_url("**/edit")
    page.fill("textarea[name=summary]", "Two hours to put them down.")
    page.fill("input[name=starts_date]", on_day(20))
    page.fill("input[name=starts_time]", "19:00")
    page.fill("input[name=ends_date]", on_day(20))
    page.fill("input[name=ends_time]", "21:30")
    page.check("input[name=format][value=in_person]")
    page.fill("input[name=place_name]", "The Old Bakery")
    page.fill("input[name=place_area]", "Leeds")
    page.fill("input[name=place_address]", "7 Quiet Street, Leeds")
    page.check("input[name=address_visibility][value=going]")
    page.fill("input[name=capacity_in_person]", "20")
    page.fill("input[name=safeguarding_contact]", "Joanne Birch")
    page.locator("main form[method=post]").get_by_role("button", name="Save", exact=False).first.click()
    page.wait_for_url(lambda url: url.rstrip("/").rsplit("/", 1)[-1] not in {"edit", "new"})
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def invite(organiser: Visitor, slug: str, name: str) -> None:
    page = organiser.open(f"/desk/events/{slug}")
    page.get_by_role("link", name="Invite or look after hosts").click()
    page.fill("input[name=q]", name)
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name=f"Invite {name}").click()
    page.fill("textarea[name=message]", "Shall we?")
    page.locator("main form[method=post]").get_by_role("button").first.click()
    page.get_by_text("Invited, no answer yet").wait_for()


def accept(organiser: Visitor, title: str) -> None:
    organiser.sign_in(GARETH)
    page = organiser.open("/desk")
    page.locator("main li", has=page.locator("a.button")).filter(has_text=title).locator("a.button").click()
    page.get_by_role("button", name="Accept", exact=False).first.click()
    page.wait_for_load_state()


def publish(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/events/{slug}")
    page.get_by_role("button", name="Ask the hosts to sign off").click()
    page.get_by_text("Waiting for Wayfarers").first.wait_for()


def sign_off(organiser: Visitor, title: str) -> None:
    page = organiser.open("/desk")
    page.locator("main li").filter(has_text=title).get_by_role("link", name="Read and answer").click()
    page.get_by_role("button", name="Sign off", exact=False).first.click()
    page.get_by_text("Every host signed off this version").first.wait_for()


def reply(stranger: Visitor, slug: str, address: str) -> None:
    page = stranger.open(f"/events/{slug}")
    assert stranger.context.cookies() == [], "a stranger gets no cookie"
    page.fill("input[name=name]", "Sam")
    page.fill("input[name=email]", address)
    if page.locator("input[name=agreed]").count():
        page.check("input[name=agreed]")
    page.get_by_role("button", name="Keep me a place").click()
    page.get_by_role("heading", level=1).wait_for()
    link = stranger.site.link(address, "/rsvps/")
    page = stranger.open(link)
    page.get_by_role("button", name="Yes", exact=False).first.click()
    page.wait_for_load_state()
    assert stranger.context.cookies() == []


def change_time(organiser: Visitor, slug: str, time: str) -> None:
    page = organiser.open(f"/desk/events/{slug}/edit")
    page.fill("input[name=starts_time]", time)
    page.locator("main form[method=post]").get_by_role("button", name="Save", exact=False).first.click()
    page.wait_for_url(lambda url: not url.endswith("/edit"))
