"""Two organisations find each other and share an evening; a guest is reminded, thanked, and heard."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.events.models import Event
from app.factory import create_app
from app.letters.jobs import send_reminders, send_thanks
from app.rsvps.models import Rsvp
from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor, text_of
from tests.journeys.test_story import GARETH, JOANNE, calendar_of, draft
from tests.waiting import wait_for

Come = Callable[..., Visitor]


@pytest.fixture
def at_site(site: Site) -> Iterator[Flask]:
    """Give an application on the site's own database, to let a time come that no test waits for."""
    app = create_app(site.settings)
    with app.app_context():
        yield app
        session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(("viewport", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desktop", "phone"])
def test_an_answer_on_the_board_becomes_a_joint_draft_with_a_run_sheet(
    visitor: Come, site: Site, viewport: dict[str, int], scripts: bool
) -> None:
    title = f"An evening about sleep ({'desktop' if scripts else 'phone'})"
    gareth = visitor(viewport=viewport, scripts=scripts)
    joanne = visitor(viewport=viewport, scripts=scripts)

    gareth.sign_in(GARETH)
    page = gareth.open("/desk/board")
    page.get_by_role("link", name="Put up a post").first.click()
    page.fill("input[name=title]", title)
    page.check("input[name=we_are][value=men]")
    page.check("input[name=seeks][value=women]")
    page.fill("input[name=area]", "Leeds")
    page.get_by_role("button", name="Put it up").click()
    page.get_by_text("Nobody has answered yet").wait_for()
    here = page.url

    joanne.sign_in(JOANNE)
    page = joanne.open("/desk/board")
    page.get_by_text("because you seek a men’s group and they seek a women’s group").first.wait_for()
    page.locator("section", has=page.get_by_role("heading", name="The board")).get_by_role(
        "link", name=title
    ).click()
    page.fill("textarea[name=message]", "We bring soup.")
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("heading", name="Your answer").wait_for()

    page = gareth.open(site.link(GARETH, "/desk/board/", title))
    assert page.url == here
    page.get_by_role("button", name="Begin a joint draft with The Long Table").click()
    page.get_by_text("Here is your joint draft").wait_for()
    assert page.get_by_text("The Long Table").count()
    address = page.url

    page.get_by_role("link", name="Run sheet").click()
    page.select_option("select[name=source]", "evening")
    page.get_by_role("button", name="Copy its tasks").click()
    page.get_by_text("0 of 9 done").wait_for()
    page = joanne.open(f"{address}/run-sheet")
    page.get_by_role("link", name="Change: Chairs in a circle", exact=False).click()
    page.select_option("select[name=doer]", label="Joanne Birch, The Long Table")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="It is done: Chairs in a circle", exact=False).click()
    page.get_by_text("1 of 9 done").wait_for()
    assert "Joanne Birch, The Long Table" in gareth.open(f"{address}/run-sheet").locator("main").inner_text()


def calendar_part(mail: EmailMessage) -> tuple[str, Calendar]:
    """Give what a mail brings for the calendar, as one of three ways to read it."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert not part.is_attachment()
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert calendar["METHOD"] == part["Content-Type"].params["method"]
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def test_a_guest_is_invited_reminded_written_to_thanked_and_heard(
    visitor: Come, site: Site, at_site: Flask
) -> None:
    title, address = "An evening for tired people", "noor.tired@post.example"
    joanne, noor = visitor(), visitor(viewport=PHONE, scripts=False)
    slug = draft(joanne, title)
    joanne.open(f"/desk/events/{slug}").get_by_role("button", name="Publish").click()
    joanne.page.get_by_role("link", name="The public page").wait_for()

    come(noor, slug, address)
    method, invited = calendar_part(site.mail(address, "appointment"))
    public = calendar_of(f"{site.url}/events.ics")[title]
    assert method == "REQUEST"
    assert (invited["UID"], invited["SEQUENCE"]) == (public["UID"], public["SEQUENCE"])  # type: ignore[index]
    assert title not in str(invited["SUMMARY"]), "she keeps it discreet"

    write_to_guests(joanne, slug)
    site.mail(address, "appointment", holding="Bring a cushion")

    move(slug, starts_in=timedelta(hours=2, minutes=30))
    send_reminders()
    send_reminders()
    site.mail(address, "appointment", holding="coming up")

    move(slug, starts_in=-timedelta(hours=38))
    send_thanks()
    link = site.link(address, "/feedback/")
    page = noor.open(link)
    page.check("input[name=mood][value=good]")
    page.fill("textarea[name=words]", "The soup.")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert noor.context.cookies() == []
    assert noor.open(link).get_by_role("heading", name="This link is over").count() == 1
    results = joanne.open(f"/desk/events/{slug}/feedback").locator("main").inner_text()
    assert "The soup." not in results, "one answer alone is nobody’s to read"
    reminders = [mail for mail in site.mails_to(address) if "coming up" in text_of(mail)]
    assert len(reminders) == 1, "asked twice, sent once"


def come(guest: Visitor, slug: str, address: str) -> None:
    page = guest.open(f"/events/{slug}")
    page.fill("input[name=name]", "Noor")
    page.fill("input[name=email]", address)
    page.get_by_text("Reminders and your calendar (optional)").click()
    for name in ("wants_reminders", "wants_invitations", "is_discreet"):
        page.check(f"input[name={name}]")
    page.get_by_role("button", name="Keep me a place").click()
    page.get_by_role("heading", level=1).wait_for()
    page = guest.open(guest.site.link(address, "/rsvps/"))
    page.get_by_role("button", name="Yes", exact=False).first.click()
    page.get_by_text("Your place is yours").first.wait_for()
    wait_for(lambda: len(guest.site.mails_to(address)) > 1)


def write_to_guests(host: Visitor, slug: str) -> None:
    page = host.open(f"/desk/events/{slug}/rsvps/message")
    page.fill("input[name=subject]", "Bring a cushion")
    page.fill("textarea[name=body]", "Bring a cushion. The *floor* is hard.")
    page.get_by_role("button", name="See how it looks").click()
    page.get_by_text("This goes to 1 reply.").wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Sent to 1 person.").wait_for()


def move(slug: str, *, starts_in: timedelta) -> None:
    """Let the event begin that long from now, and the guest have confirmed long before."""
    with transaction():
        event = session.scalars(select(Event).where(Event.slug == slug)).one()
        event.starts_at = clock.now() + starts_in
        event.ends_at = event.starts_at + timedelta(hours=2)
        rsvp = session.scalars(select(Rsvp).where(Rsvp.event_id == event.id)).one()
        rsvp.confirmed_at = rsvp.changed_at = clock.now() - timedelta(days=9)
