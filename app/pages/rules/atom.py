"""Write Atom feeds (RFC 4287) and sitemaps (sitemaps.org)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from app.core.text import strip_control

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "http://www.w3.org/XML/1998/namespace"
DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True)
class Entry:
    """One event in a feed."""

    address: str
    title: str
    summary: str
    authors: Sequence[str]
    published_at: datetime
    updated_at: datetime
    language: str


@dataclass(frozen=True)
class Feed:
    """A feed: its own address, the page that it follows, and its entries, last changed first."""

    address: str
    page: str
    title: str
    language: str
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """Write a feed."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.entries[0].updated_at) if feed.entries else EPOCH)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    _add(ET.SubElement(root, "author"), "name", "Twain")
    for entry in feed.entries:
        _add_entry(root, entry)
    return _written(root)


def sitemap(pages: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Write a sitemap of addresses, each with the day it last changed where that is known."""
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for address, changed_at in pages:
        url = ET.SubElement(root, "url")
        _add(url, "loc", address)
        if changed_at is not None:
            _add(url, "lastmod", _moment(changed_at))
    return _written(root)


def _written(root: ET.Element) -> bytes:
    return DECLARATION + ET.tostring(root, encoding="unicode").encode()


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry", {"xml:lang": entry.language})
    _add(element, "id", entry.address)
    _add(element, "title", entry.title)
    _add(element, "published", _moment(entry.published_at))
    _add(element, "updated", _moment(entry.updated_at))
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    for author in entry.authors:
        _add(ET.SubElement(element, "author"), "name", author)
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = strip_control(text)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
