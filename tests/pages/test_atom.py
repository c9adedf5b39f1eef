"""Feeds and sitemaps are valid XML of the right shape."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from app.pages.rules.atom import ATOM, SITEMAP, Entry, Feed, atom, sitemap

AT = datetime(2026, 12, 3, 18, 30, 5, 999, tzinfo=UTC)


def test_hostile_words_stay_words() -> None:
    entry = Entry(
        "https://t.example/e",
        "<b>&\x00\x0b]]>",
        "“\ud83d\ude00”".encode("utf-16", "surrogatepass").decode("utf-16"),
        ["A & B"],
        AT,
        AT,
        "en",
    )
    root = ET.fromstring(atom(Feed("https://t.example/f", "https://t.example/", "T", "en-GB", [entry])))  # noqa: S314  # our own words
    assert root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") == "<b>&]]>"
    assert root.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}author/{{{ATOM}}}name") == "A & B"
    assert root.findtext(f"{{{ATOM}}}updated") == "2026-12-03T18:30:05Z"


def test_an_empty_feed_still_says_when() -> None:
    root = ET.fromstring(atom(Feed("https://t.example/f", "https://t.example/", "T", "fr", [])))  # noqa: S314  # our own words
    assert root.findtext(f"{{{ATOM}}}updated") == "1970-01-01T00:00:00Z"
    assert root.findtext(f"{{{ATOM}}}id") == "https://t.example/f"


def test_a_sitemap_names_addresses_and_days() -> None:
    root = ET.fromstring(sitemap([("https://t.example/?a=1&b=2", None), ("https://t.example/e", AT)]))  # noqa: S314  # our own words
    assert [url.findtext(f"{{{SITEMAP}}}loc") for url in root] == [
        "https://t.example/?a=1&b=2",
        "https://t.example/e",
    ]
    assert [url.findtext(f"{{{SITEMAP}}}lastmod") for url in root] == [None, "2026-12-03T18:30:05Z"]
