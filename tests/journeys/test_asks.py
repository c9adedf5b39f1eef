"""Two organisations ask for something, keep a promise word for word, and agree that it is done."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, Visitor
from tests.journeys.test_story import sign_off
from tests.waiting import wait_for

Come = Callable[..., Visitor]
JOANNE = "joanne@the-long-table.example"
CALLUM = "callum@harbour-mens-circle.example"


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desktop", "phone-without-javascript"]
)
def test_an_ask_is_followed_until_another_host_agrees_that_it_is_done(
    visitor: Come, viewport: dict[str, int], scripts: bool
) -> None:
    joanne = visitor(viewport=viewport, scripts=scripts)
    callum = visitor(viewport=viewport, scripts=scripts)
    reader = visitor(viewport=viewport, scripts=scripts)
    title = f"A bench by the river, {viewport['width']} steps away"
    slug = draft(joanne, title)
    invite_and_accept(joanne, callum, slug, title)
    publish(joanne, slug)
    assert reader.page.request.get(f"{reader.site.url}/asks/{slug}").status == 404, "not before both signed"
    sign_off(callum, title)
    assert reader.open(f"/asks/{slug}").get_by_role("heading", name=title).is_visible()

    keep_promise(joanne, slug)
    call_done(joanne, slug)
    page = reader.open(f"/asks/{slug}?waits")
    assert page.get_by_text("before the leaves are back").is_visible(), "the promise, word for word"
    assert page.get_by_text("Done", exact=True).count() == 0, "one host alone cannot call it done"
    page = joanne.open(f"/desk/asks/{slug}")
    page.get_by_role("link", name="Read it").click()
    assert page.get_by_role("button", name="Yes, it is so").count() == 0, "nor read its own words"
    agree(callum, slug)
    wait_for(lambda: reader.open(f"/asks/{slug}?done").get_by_text("Done", exact=True).count())
    assert "read by Harbour Men’s Circle" in reader.page.locator("main").inner_text()


def draft(organiser: Visitor, title: str) -> str:
    organiser.sign_in(JOANNE)
    page = organiser.open("/desk/asks/new")
    page.fill("input[name=title]", title)
    page.locator("main form").get_by_role("button", name="Begin").click()
    slug = re.sub(r".*/desk/asks/([^/]+).*", r"\1", page.url)
    page = organiser.open(f"/desk/asks/{slug}/edit")
    page.fill("textarea[name=text]", "The council puts two benches by the river.")
    page.fill("textarea[name=why]", "People walk there when home is loud, and have nowhere to sit.")
    page.fill("textarea[name=done_when]", "Two benches stand there, and one can sit on them.")
    page.locator("main form[method=post]").get_by_role("button", name="Save").click()
    page = organiser.open(f"/desk/asks/{slug}/targets")
    page.get_by_label("Helen Thackray", exact=False).check()
    page.locator("main form[method=post]").get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/desk/asks/{slug}")
    return slug


def invite_and_accept(organiser: Visitor, other: Visitor, slug: str, title: str) -> None:
    page = organiser.open(f"/desk/asks/{slug}")
    page.get_by_role("link", name="Invite or look after hosts").click()
    page.fill("input[name=q]", "Harbour")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name="Invite Harbour Men’s Circle").click()
    page.locator("main form[method=post]").get_by_role("button").first.click()
    page.get_by_text("Invited, no answer yet").wait_for()
    other.sign_in(CALLUM)
    page = other.open("/desk")
    page.locator("main li", has=page.locator("a.button")).filter(has_text=title).locator("a.button").click()
    page.get_by_role("button", name="Accept", exact=False).first.click()
    page.wait_for_load_state()


def publish(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/asks/{slug}/publish")
    page.get_by_role("button", name="Ask the hosts to sign off").click()
    page.locator(".error-summary").wait_for()  # nothing is ticked yet
    for box in page.locator("input[name=neutrality]").all():
        box.check()
    page.get_by_role("button", name="Ask the hosts to sign off").click()
    page.get_by_text("Waiting for Harbour").first.wait_for()


def keep_promise(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/asks/{slug}/targets/helen-thackray/commitment")
    page.fill("textarea[name=words]", "You will have two benches before the leaves are back.")
    page.fill("input[name=due_on]", (date.today() + timedelta(days=90)).isoformat())  # noqa: DTZ011  # the browser's own calendar
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(f"**/desk/asks/{slug}")


def call_done(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/asks/{slug}/targets/helen-thackray/status")
    page.check("input[name=after][value=done]")
    page.fill("textarea[name=note]", "We sat on both.")
    page.get_by_role("button", name="Write it down").click()
    page.locator(".error-summary").wait_for()  # a word alone is no evidence
    assert page.locator("textarea[name=note]").input_value() == "We sat on both.", "nothing typed is lost"
    page.fill("input[name=evidence_link]", "https://council.example/benches")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("It counts once someone from another host has read it.").wait_for()


def agree(organiser: Visitor, slug: str) -> None:
    page = organiser.open(f"/desk/asks/{slug}")
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("button", name="Yes, it is so").click()
    page.get_by_text("What you said is on the record.").wait_for()
