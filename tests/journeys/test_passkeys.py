"""Someone joins, adds a passkey in a real browser, and signs in with it."""

from collections.abc import Callable

from tests.journeys.conftest import DESKTOP, PHONE, Site, Visitor

Come = Callable[..., Visitor]
PASSWORD = "a calm blue kettle sings"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def join(someone: Visitor, site: Site, address: str) -> None:
    """Register, confirm the address from the mail, sign in."""
    page = someone.open("/register")
    page.get_by_label("Your name").fill("Noor Haddad")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("heading", name="Look in your mail").wait_for()
    someone.open(site.link(address, "/confirm/"))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.get_by_text("Your address is confirmed").wait_for()
    someone.sign_in(address, PASSWORD)


def test_a_passkey_made_in_the_browser_signs_in_without_a_password(visitor: Come, site: Site) -> None:
    someone = visitor(viewport=DESKTOP)
    page = someone.page
    browser = someone.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    join(someone, site, "noor@post.example")

    someone.open("/wan-register")
    page.get_by_label("A name for it").fill("my laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/desk/account/security")
    page.get_by_text("my laptop", exact=False).first.wait_for()

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(site.url + "/")
    someone.open("/login?next=/desk/account/data")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/account/data")


def test_a_device_that_says_no_is_answered_kindly(visitor: Come) -> None:
    someone = visitor(viewport=DESKTOP)
    page = someone.page
    browser = someone.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "isUserVerified": False}})
    someone.open("/wan-signin")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("That did not work").wait_for()
    assert page.get_by_role("button", name="Ask my device again").is_visible()


def test_without_scripts_people_join_and_are_told_what_passkeys_need(visitor: Come, site: Site) -> None:
    someone = visitor(viewport=PHONE, scripts=False)
    join(someone, site, "ada@post.example")
    page = someone.open("/wan-register")
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Your device now asks").wait_for()
    assert "Passkeys need a script" in page.locator("main").inner_text()
