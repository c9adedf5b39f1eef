"""Look for what is on around the corner without writing where that is."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Visitor

LEEDS = {"latitude": 53.83012, "longitude": -1.50399}


def test_a_press_looks_near_to_where_the_device_is(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(viewport=PHONE)
    someone.context.grant_permissions(["geolocation"])
    someone.context.set_geolocation(LEEDS)
    page = someone.open("/events")
    page.get_by_role("button", name="Near me").click()
    page.wait_for_url(re.compile(r"near=53\.83%2C(\+|%20)-1\.5"))
    expect(page.get_by_label("Where")).to_have_value("53.83, -1.50")
    expect(page.get_by_text("near 53.83, -1.50, within 25 km")).to_be_visible()
    expect(page.locator(".grid > *").first).to_be_visible()


def test_who_does_not_say_where_they_are_can_write_it(visitor: Callable[..., Visitor]) -> None:
    someone = visitor()
    someone.context.clear_permissions()
    page = someone.open("/events")
    page.get_by_role("button", name="Near me").click()
    expect(page.get_by_role("status").filter(has_text="Write a town instead")).to_be_visible()
    expect(page.get_by_label("Where")).to_be_focused()


def test_without_a_script_nobody_is_offered_what_would_do_nothing(visitor: Callable[..., Visitor]) -> None:
    page = visitor(scripts=False).open("/events")
    expect(page.get_by_role("button", name="Near me", include_hidden=True)).to_be_hidden()
