"""Each macro does what its first line promises, and none breaks what holds for every page."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import StrictUndefined
from markupsafe import Markup

from app.core.text import render_plain
from tests.core.parts import ENVIRONMENT, ROOT, html, one, parse, render, words

HARBOUR = {"name": "Harbour Men’s Circle", "url": "/organisations/harbour", "hue": "teal"}
TABLE = {"name": "The Long Table", "url": "/organisations/table", "hue": "clay"}
ASHA = {"name": "Asha House", "url": "/organisations/asha", "hue": "rose"}
EVENT = {
    "title": "Carrying it together",
    "url": "/events/carrying-it-together",
    "when": "Thu 3 December · 18:30–20:30",
    "starts": datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
    "ends": datetime(2026, 12, 3, 20, 30, tzinfo=UTC),
    "zone": "Europe/London",
    "place": "Fernhill Library, Leeds",
    "hosts": [HARBOUR, TABLE],
    "seed": 7,
    "joint": True,
    "room": "12 places left",
}


def test_the_same_seed_draws_the_same_circles_and_another_seed_others() -> None:
    assert html("circles", ["teal", "clay"], 41) == html("circles", ["teal", "clay"], 41)
    assert html("circles", ["teal", "clay"], 41) != html("circles", ["teal", "clay"], 42)


@pytest.mark.parametrize(("hosts", "shared"), [(1, 0), (2, 1), (3, 3), (5, 3)])
def test_circles_show_a_disc_for_each_host_and_what_they_share(hosts: int, shared: int) -> None:
    for seed in range(60):
        tree = render("circles", ["teal", "clay", "moss", "sea", "rose"][:hosts], seed * 7919)
        assert len([node for node in tree.iter("circle") if "disc" in (node.get("class") or "")]) == min(
            hosts, 3
        )
        assert len(list(tree.iter("path"))) == shared


def test_the_discs_of_circles_stay_inside_the_picture() -> None:
    for seed in range(400):
        for disc in render("circles", ["teal", "clay", "sea"][: 2 + seed % 2], seed).iter("circle"):
            if "disc" in (disc.get("class") or ""):
                x, y, r = (float(disc.get(name) or 0) for name in ("cx", "cy", "r"))
                assert r <= x <= 640 - r
                assert r <= y <= 280 - r


def test_one_host_alone_leaves_room_for_another() -> None:
    assert "open" in html("circles", ["teal"], 3)
    assert "open" not in html("circles", ["teal", "clay"], 3)


def test_an_unknown_or_missing_colour_still_draws() -> None:
    assert 'class="hue-teal disc"' in html("circles", ["<script>", None], 3)
    assert "<script>" not in html("circles", ["<script>"], 3)


def test_circles_are_silent_unless_they_are_named() -> None:
    assert one(render("circles", ["teal"]), ".//svg").get("aria-hidden") == "true"
    named = one(render("circles", ["teal"], 1, "Two circles"), ".//svg")
    assert (named.get("role"), named.get("aria-label")) == ("img", "Two circles")


def test_marks_are_silent_beside_their_words() -> None:
    assert one(render("brand_mark"), ".//svg").get("aria-hidden") == "true"
    assert words(render("joint_mark")) == "Joint"
    assert words(render("joint_mark", "Joint event")) == "Joint event"
    assert one(render("icon", "warn"), ".//svg").get("aria-hidden") == "true"


@pytest.mark.parametrize(
    ("hosts", "sentence"),
    [
        ([HARBOUR], "Hosted by Harbour Men’s Circle"),
        ([HARBOUR, TABLE], "Hosted together by Harbour Men’s Circle and The Long Table"),
        ([HARBOUR, ASHA, TABLE], "Hosted together by Harbour Men’s Circle, Asha House and The Long Table"),
    ],
)
def test_hosts_are_named_as_equals_in_one_sentence(hosts: list[dict[str, str]], sentence: str) -> None:
    tree = render("hosts_line", hosts)
    assert words(one(tree, ".//p")) == sentence
    assert [link.get("href") for link in tree.findall(".//a")] == [host["url"] for host in hosts]


def test_a_host_with_markup_in_its_name_is_escaped() -> None:
    tree = render("hosts_line", [{"name": "<i>Us</i>", "logo": "/pictures/a.webp"}, TABLE])
    assert "<i>Us</i> and The Long Table" in words(tree)
    assert one(tree, ".//img").get("alt") == ""


def test_an_event_card_has_one_link_and_says_when_where_and_who() -> None:
    tree = render("event_card", EVENT)
    assert one(tree, ".//h3/a").get("href") == EVENT["url"]
    assert len(tree.findall(".//a")) == 1
    for sentence in (
        "Fernhill Library",
        "Harbour Men’s Circle and The Long Table",
        "Joint",
        "12 places left",
    ):
        assert sentence in words(tree)


def test_an_event_card_says_in_words_that_it_is_off() -> None:
    tree = render("event_card", {**EVENT, "off": True, "state": "Cancelled", "tone": "stop"}, level=2)
    assert "Cancelled" in words(tree)
    assert "12 places left" not in words(tree)
    assert len(tree.findall(".//h2")) == 1


def test_a_date_in_a_line_says_its_title_only_where_it_is_another() -> None:
    tree = render("event_line", EVENT, known=EVENT["title"])
    assert one(tree, ".//p/a").get("href") == EVENT["url"]
    assert EVENT["title"] not in words(tree)
    assert "12 places left" in words(tree)
    assert EVENT["title"] in words(render("event_line", EVENT, known="Slow walk"))
    off = words(render("event_line", {**EVENT, "off": True, "state": "Cancelled", "tone": "stop"}))
    assert "Cancelled" in off
    assert "12 places left" not in off


def test_one_of_a_series_says_so_on_its_card() -> None:
    card = render("event_card", {**EVENT, "series_url": "/series/supper"})
    assert one(card, ".//p/a").get("href") == "/series/supper"
    assert "All dates of this series" in words(card)
    assert "series" not in words(render("event_card", EVENT))


def test_a_picture_takes_the_place_of_the_circles_with_its_own_words() -> None:
    tree = render("event_card", {**EVENT, "picture": {"url": "/pictures/x.webp", "alt": "Chairs in a ring"}})
    assert one(tree, ".//img").get("alt") == "Chairs in a ring"


def test_a_moment_can_be_read_by_machines() -> None:
    time = one(render("when", "Thu 3 December", EVENT["starts"], "Europe/London", EVENT["ends"]), ".//time")
    assert time.get("datetime") == "2026-12-03T18:30:00+00:00"
    assert time.get("data-ends") == "2026-12-03T20:30:00+00:00"
    assert time.get("data-zone") == "Europe/London"
    assert "data-zone" not in html("when", "Thu", "2026-12-03")


def test_a_banner_and_a_note_say_their_words() -> None:
    assert (
        words(render("status_banner", "Cancelled", "The hall is closed.", "stop"))
        == "Cancelled The hall is closed."
    )
    assert words(render("note", "What we talk about", "Sleep.")) == "What we talk about Sleep."


def test_parts_can_wrap_longer_content() -> None:
    text = ENVIRONMENT.from_string(
        '{% from "components/note.html" import note %}{% from "components/empty.html" import empty %}'
        '{% from "components/status_banner.html" import status_banner %}'
        "{% call note() %}<p>one</p>{% endcall %}{% call status_banner('A') %}<p>two</p>{% endcall %}"
        "{% call empty('B') %}<p>three</p>{% endcall %}"
    ).render()
    assert words(parse(text)) == "one A two B three"


def test_facts_are_terms_with_values_and_leave_out_the_empty() -> None:
    tree = render(
        "facts", [{"term": "Where", "value": "Leeds", "hint": "By bus"}, {"term": "Cost", "value": ""}]
    )
    assert [node.text for node in tree.iter("dt")] == ["Where"]
    assert [node.text for node in tree.iter("dd")] == ["Leeds", "By bus"]


@pytest.mark.parametrize(
    ("value", "is_prose"),
    [
        ("One of three rooms. " * 3, False),
        ("One of three rooms. " * 5, True),
        (render_plain("\n".join(f"- A house of twenty signs {number}" for number in range(9))), False),
        (render_plain("- Short\n- " + "One of three rooms. " * 5), True),
        (render_plain("A word before.\n" + "\n".join(f"- Nine signs {n}" for n in range(9))), True),
        (Markup('<a href="https://maps.example/{}">On the map</a>').format("x" * 90), False),
    ],
)
def test_facts_with_several_values_weigh_what_those_with_one_do(value: str, is_prose: bool) -> None:
    value_shown = one(render("facts", [{"term": "Whom we ask", "value": value}]), ".//dd")
    assert value_shown.get("class") == ("lines" if is_prose else None)


def test_pagination_offers_only_the_ways_that_exist() -> None:
    assert html("pagination") == ""
    tree = render("pagination", older="/events?after=9")
    assert one(tree, ".//a").get("rel") == "next"
    assert [link.get("rel") for link in render("pagination", "/a", "/b").findall(".//a")] == ["prev", "next"]


def test_an_empty_place_teaches_the_next_step() -> None:
    tree = render("empty", "No replies yet", "They will stand here.", "Look around", "/events")
    assert one(tree, ".//a").get("href") == "/events"
    assert render("empty", "Nothing", level=3).findall(".//a") == []


def test_a_difference_is_a_table_that_says_in_words_what_changed() -> None:
    rows = [
        {"label": "Time", "before": "18:30", "after": "18:00"},
        {"label": "Place", "before": "Leeds", "after": "Leeds"},
        {"label": "Room", "before": "", "after": "30"},
    ]
    tree = render("difference", rows, "What would change")
    assert words(one(tree, ".//caption")) == "What would change"
    assert [words(head) for head in tree.findall(".//thead//th")] == ["What", "Now", "Proposed"]
    heads = tree.findall(".//tbody//th")
    assert [words(head) for head in heads] == ["Time Changed", "Place", "Room Changed"]
    assert {head.get("scope") for head in heads} == {"row"}
    assert [words(node) for node in tree.iter("del")] == ["18:30", "Nothing"]
    assert [words(node) for node in tree.iter("ins")] == ["18:00", "30"]


def test_a_difference_shows_lists_and_where_words_lead() -> None:
    rows = [
        {"label": "Why", "before": "For:\n- tea", "after": "For:\n- tea\n- cake"},
        {"label": "Map", "before": "See it", "after": "See it", "before_link": "/1", "after_link": "/2"},
    ]
    tree = render("difference", rows)
    assert [words(item) for item in one(tree, ".//ins/ul")] == ["tea", "cake"]
    assert [head.get("class") for head in tree.findall(".//tbody/tr")] == ["is-changed"] * 2
    assert [link.get("href") for link in tree.iter("a")] == ["/1", "/2"]
    assert one(render("said", "See it", "/1"), ".//a").get("href") == "/1"


def test_a_timeline_is_a_list_in_the_given_order() -> None:
    entries = [
        {"text": "Published", "when": "2 November", "at": EVENT["starts"]},
        {"text": "Drafted", "when": "1 May"},
    ]
    tree = render("timeline", entries)
    assert [words(item) for item in tree.findall(".//ol/li")] == ["Published 2 November", "Drafted 1 May"]
    assert one(tree, ".//time").get("datetime") == "2026-12-03T18:30:00+00:00"


def test_a_tag_with_an_address_is_a_link() -> None:
    assert one(render("tag", "parents", "/events?tag=parents"), ".//a").get("class") == "tag"
    assert one(render("tag", "Going", tone="teal"), ".//span").get("class") == "tag tone-teal"


def test_only_words_in_another_language_than_the_page_are_marked() -> None:
    assert html("tongue", "en").strip() == ""
    assert html("tongue", "fr") == ' lang="fr"'


def test_an_address_can_be_copied_by_hand_when_no_script_runs() -> None:
    tree = render("copy_address", "feed", "Calendar address", "https://twain.example/events.ics")
    field, button = one(tree, ".//input"), one(tree, ".//button")
    assert "readonly" in field.attrib
    assert button.get("data-copy") == field.get("id") == "feed"
    assert button.get("aria-label") == "Copy: Calendar address", "a page may have several"
    assert "hidden" in button.attrib
    assert one(tree, ".//span[@role='status']").get("data-copy-status") == "feed"


def test_the_quick_way_out_is_a_link_that_needs_no_script() -> None:
    assert one(render("leave_site"), ".//a").get("href") == "/leave"


def test_a_breadcrumb_ends_on_the_page_itself() -> None:
    tree = render("breadcrumb", [{"label": "Desk", "url": "/desk"}, {"label": "New event"}])
    assert one(tree, ".//*[@aria-current='page']").text == "New event"
    assert one(tree, ".//a").get("href") == "/desk"


def test_mails_carry_their_own_look() -> None:
    assert 'href="/rsvps/x"' in html("mail_button", "See my reply", "/rsvps/x")
    assert re.search(r'<a href="/funds/x" style="[^"]+">/funds/x</a>', html("mail_link", "/funds/x"))
    facts = html("mail_facts", [{"term": "When", "before": "18:30", "value": "<18:00>"}])
    assert re.search(r"<del[^>]*>18:30</del>", facts)
    assert "&lt;18:00&gt;" in facts
    assert '<a href="https://meet.example/x"' in html(
        "mail_facts", [{"term": "Link", "value": "https://meet.example/x"}]
    )


def test_a_fingerprint_begins_the_hash_and_holds_the_whole() -> None:
    tree = render("fingerprint", "0123456789abcdef" * 4)
    assert "SHA-256 0123456789ab…" in words(tree)
    assert one(tree, ".//code").get("title") == "0123456789abcdef" * 4


def test_every_macro_of_the_house_has_a_test() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*components.py")
    )
    names = {path.stem for path in (ROOT / "templates/components").glob("*.html")}
    assert {name for name in names if f'"{name}"' not in source} == set()


def test_every_file_of_components_holds_the_macro_of_its_name() -> None:
    for path in (ROOT / "templates/components").glob("*.html"):
        assert hasattr(ENVIRONMENT.get_template(f"components/{path.name}").module, path.stem)


def test_macros_name_nothing_that_does_not_exist() -> None:
    strict = ENVIRONMENT.overlay(undefined=StrictUndefined)
    module = strict.get_template("components/circles.html").module
    assert str(module.circles(["teal", "clay"], 5))  # type: ignore[attr-defined]  # macros are attributes


def test_the_goal_bar_says_the_number_and_draws_how_far_it_is() -> None:
    tree = render("goal_bar", 40, 100)
    assert "40 signatures of 100, the next goal" in words(tree)
    assert one(tree, ".//rect[@class='part']").get("width") == "40"
    assert one(render("goal_bar", 900, 100), ".//rect[@class='part']").get("width") == "100"
    assert render("goal_bar", 40, 100, is_open=False).findall(".//svg") == []


def test_no_line_ends_between_the_hours_of_an_event() -> None:
    assert "18:30–\u206020:30" in html("when", EVENT["when"], EVENT["starts"], EVENT["zone"], EVENT["ends"])
