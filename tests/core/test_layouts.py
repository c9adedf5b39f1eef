"""The frames of pages and mails: landmarks, ways on, what machines read, and what is said to whom."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from jinja2 import ChoiceLoader, DictLoader

from tests.core.parts import check_house_rules, environment, one, without_namespaces, words

PAGE = """{% extends "layouts/base.html" %}
{% block title %}Events & more{% endblock %}
{% block main %}<h1>Events</h1>{% endblock %}"""
BESIDE = PAGE + "{% block aside %}<p>Beside</p>{% endblock %}"
NARROW = """{% extends "layouts/narrow.html" %}
{% block title %}Sign in{% endblock %}{% block main %}<p>Form</p>{% endblock %}"""
DESK = """{% extends "layouts/desk.html" %}{% set section = "replies" %}
{% set steps = [{"label": "Desk", "url": "/desk"}, {"label": "Here"}] %}
{% block title %}My replies{% endblock %}{% block main %}<p>List</p>{% endblock %}"""
MAIL = '{% extends "layouts/email.html" %}{% block main %}<p>Hello</p>{% endblock %}'
LETTER = '{% extends "layouts/email.txt" %}{% block main %}Hello{% endblock %}'


class _Person(dict[str, Any]):
    """Someone who has signed in."""


def page(source: str, **context: Any) -> Element:
    """Render a whole page and check what holds for every one."""
    env = environment()
    env.loader = ChoiceLoader([DictLoader({"page.html": source}), env.loader]) if env.loader else None
    text = env.get_template("page.html").render(**context)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    without_namespaces(tree)
    assert [error for error in parser.errors if error[1] != "non-void-element-with-trailing-solidus"] == []
    check_house_rules(tree)
    return tree


def test_a_page_has_its_landmarks_one_heading_and_a_way_past_the_header() -> None:
    tree = page(PAGE)
    assert one(tree, ".").get("lang") == "en-GB"
    for landmark in (".//header", ".//main", ".//footer", ".//h1"):
        one(tree, landmark)
    assert next(iter(tree.iter("a"))).get("href") == "#main"
    assert one(tree, ".//main").get("id") == "main"
    assert one(tree, ".//title").text == "Events & more · Twain"


def test_help_is_on_every_page_without_script_or_sign_in() -> None:
    assert "/help-now" in [link.get("href") for link in page(PAGE).findall(".//header//a")]


def test_the_header_offers_signing_in_or_the_desk() -> None:
    def ways(**context: Any) -> list[str | None]:
        return [link.get("href") for link in page(PAGE, **context).findall(".//header//nav/a")]

    everyone = ["/events", "/initiatives", "/petitions", "/asks", "/organisations"]
    assert ways() == [*everyone, "/login"]
    assert ways(signed_in_user=_Person(name="Amina")) == [*everyone, "/desk"]


def test_the_page_that_is_open_is_marked_in_the_navigation() -> None:
    tree = page('{% set active = "events" %}' + PAGE)
    assert one(tree, ".//header//a[@aria-current='page']").get("href") == "/events"


def test_an_aside_stands_beside_the_main_part_only_when_there_is_one() -> None:
    assert page(PAGE).findall(".//aside") == []
    assert words(one(page(BESIDE), ".//main//aside")) == "Beside"


def test_messages_have_a_region_only_when_there_are_some() -> None:
    assert page(PAGE, flashes=list).findall(".//*[@role='status']") == []
    tree = page(PAGE, flashes=lambda: [("success", "Saved."), ("error", "<b>No</b>")])
    region = one(tree, ".//div[@role='status']")
    assert [node.get("class") for node in region] == ["flash tone-teal", "flash tone-stop"]
    assert "<b>No</b>" in words(region)


def test_languages_are_named_in_themselves() -> None:
    tree = page(
        PAGE,
        canonical_url="https://t.example/",
        language_links={"en": "?lang=en", "fr": "?lang=fr"},
    )
    french = one(tree, ".//footer//a[@hreflang='fr']")
    assert (french.text, french.get("lang"), french.get("href")) == ("Français", "fr", "?lang=fr")
    assert one(tree, ".//footer//a[@hreflang='en']").get("aria-current") == "true"
    alternates = {link.get("hreflang"): link.get("href") for link in tree.findall(".//head/link[@hreflang]")}
    assert list(alternates) == ["en", "fr", "x-default"]
    assert alternates["fr"] == "https://t.example/?lang=fr"
    secret = page(PAGE, canonical_url=None, language_links={"en": "?lang=en"})
    assert secret.findall(".//head/link[@hreflang]") == [], "an address that is not told is not told in parts"
    kept_out = page(PAGE, canonical_url="https://t.example/", language_links={"en": "?r=1"}, noindex=True)
    assert kept_out.findall(".//head/link[@hreflang]") == [], "a receipt in the address is not told either"


def test_machines_find_the_address_the_feeds_and_the_facts() -> None:
    facts = {"@type": "Event", "name": "</script><script>alert(1)</script>"}
    feed = {"type": "application/atom+xml", "title": "Events", "url": "/events.atom"}
    tree = page(
        PAGE, canonical_url="https://t.example/events", json_ld=facts, feed_links=[feed], noindex=True
    )
    assert one(tree, ".//link[@rel='canonical']").get("href") == "https://t.example/events"
    assert one(tree, ".//link[@type='application/atom+xml']").get("title") == "Events"
    assert json.loads(one(tree, ".//script[@type='application/ld+json']").text or "") == facts
    assert one(tree, ".//meta[@name='robots']").get("content") == "noindex"


def test_no_page_asks_anything_of_a_third_party() -> None:
    tree = page(PAGE)
    addresses = [
        node.get("src") or node.get("href") or ""
        for node in tree.iter()
        if node.tag in {"script", "link", "img"}
    ]
    assert addresses
    assert all(address.startswith("/static/") for address in addresses)


def test_the_colour_switch_is_hidden_until_its_script_runs() -> None:
    assert "hidden" in one(page(PAGE), ".//fieldset[@data-theme-switch]").attrib


def test_a_narrow_page_takes_its_heading_from_its_title() -> None:
    assert words(one(page(NARROW), ".//h1")) == "Sign in"


def test_the_desk_says_where_one_is_and_how_to_leave() -> None:
    tree = page(DESK, signed_in_user=_Person(name="Amina"))
    assert words(one(tree, ".//nav[@aria-label='My desk']//a[@aria-current='page']")) == "Replies"
    assert words(one(tree, ".//main//*[@aria-current='page']")) == "Here"
    assert one(tree, ".//form[@action='/logout']").get("method") == "post"
    assert one(tree, ".//meta[@name='robots']").get("content") == "noindex"


def test_only_staff_see_the_way_to_the_staff_desk() -> None:
    def ways(*, staff: bool) -> list[str | None]:
        tree = page(DESK, signed_in_user=_Person(is_staff=staff))
        return [link.get("href") for link in tree.findall(".//nav[@aria-label='My desk']//a")]

    assert "/staff" in ways(staff=True)
    assert "/staff" not in ways(staff=False)


def mail(source: str, name: str, **context: Any) -> str:
    """Render a mail of one kind."""
    env = environment()
    env.loader = ChoiceLoader([DictLoader({name: source}), env.loader]) if env.loader else None
    return env.get_template(name).render(public_url="https://t.example", language="fr", **context)


def test_a_mail_fetches_nothing_and_speaks_its_language() -> None:
    text = mail(MAIL, "mail.html", subject="Hello & welcome")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert tree.get("lang") == "fr"
    assert one(tree, ".//title").text == "Hello & welcome"
    assert [node.tag for node in tree.iter() if node.tag in {"img", "link", "script"}] == []
    assert "url(" not in text


def test_a_discreet_mail_does_not_show_the_name_at_its_top() -> None:
    assert ">Twain</p>" in mail(MAIL, "mail.html")
    assert ">Twain</p>" not in mail(MAIL, "mail.html", discreet=True)


def test_a_mail_says_why_it_came_and_how_to_stop_it() -> None:
    for source, name in ((MAIL, "mail.html"), (LETTER, "mail.txt")):
        text = mail(source, name, reason="You replied.", unsubscribe_url="https://t.example/leave/x")
        assert "You replied." in text
        assert "https://t.example/leave/x" in text
        assert "https://t.example/help-now" in text
        assert "Stop these mails" not in mail(source, name)
