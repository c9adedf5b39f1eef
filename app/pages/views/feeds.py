"""Feeds, the sitemap and what robots may read."""

from collections.abc import Sequence

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from app.core.access import public, require
from app.core.errors import existing
from app.core.http import shows
from app.core.i18n import HTML_LANGUAGES, _, locale
from app.core.settings import settings
from app.organisations.models import Organisation
from app.organisations.queries import organisation_by_slug
from app.pages import queries
from app.pages.queries.asks import latest_asks_and_targets
from app.pages.queries.funds import sitemap_funds
from app.pages.queries.initiatives import latest_initiatives
from app.pages.queries.petitions import sitemap_petitions
from app.pages.rules.atom import Entry, Feed, atom, sitemap
from app.pages.views.blueprint import ATOM_TYPE, blueprint

FEED_CONTROL = "public, max-age=300, stale-while-revalidate=300"
PLAIN_PAGES = (
    "/",
    "/asks",
    "/events",
    "/funds",
    "/initiatives",
    "/organisations",
    "/petitions",
    "/help-now",
    "/calendars",
    "/accessibility",
    "/privacy",
)
ROBOTS = """User-agent: *
Disallow: /desk
Disallow: /staff
Disallow: /login
Disallow: /register
Disallow: /rsvps/
Disallow: /leave
Disallow: /events/*/rsvp
Disallow: /asks/*/corrections
Disallow: /petitions/*/signatures
Disallow: /signatures/
Disallow: /funds/*/donations
Disallow: /donations/

Sitemap: {site}/sitemap.xml
"""


@blueprint.get("/events.atom")
@public
@shows("events", "organisations")
def events_atom() -> ResponseReturnValue:
    """Tell feed readers of the latest changes."""
    return _feed(None, _("Events on Twain"), "/events")


@blueprint.get("/organisations/<slug>/events.atom")
@public
@shows("organisation:{slug}", "events", "organisations")
def organisation_atom(slug: str) -> ResponseReturnValue:
    """Tell feed readers of the latest changes of one host."""
    found = existing(organisation_by_slug(slug))
    require(found.is_public, hide=True)
    return _feed(found, _("Events of %(name)s", name=found.name), f"/organisations/{slug}")


@blueprint.get("/sitemap.xml")
@public
@shows("events", "initiatives", "asks", "petitions", "funds", "organisations")
def sitemap_xml() -> ResponseReturnValue:
    """Name every public page for search engines."""
    site = settings().public_url
    asks = latest_asks_and_targets(queries.SITEMAP_LENGTH)
    initiatives = latest_initiatives(queries.SITEMAP_LENGTH)
    petitions = sitemap_petitions(queries.SITEMAP_LENGTH)
    pages = [
        *((path, None) for path in PLAIN_PAGES),
        *queries.sitemap_entries(),
        *initiatives,
        *asks,
        *petitions,
        *sitemap_funds(queries.SITEMAP_LENGTH),
    ]
    return _plain(sitemap((site + path, changed_at) for path, changed_at in pages), "application/xml")


@blueprint.get("/robots.txt")
@public
@shows("pages")
def robots() -> ResponseReturnValue:
    """Leave feeds and public pages open to robots; the rest is for people."""
    return _plain(ROBOTS.format(site=settings().public_url).encode(), "text/plain")


def give_atom(changes: Sequence[queries.Change], title: str, path: str, page: str) -> Response:
    """Answer feed readers with events that have changed; `path` is the feed's own address."""
    return answer_atom([event_entry(each) for each in changes], title, page, path)


def event_entry(change: queries.Change) -> Entry:
    """Tell of an event that has changed."""
    return Entry(
        address=settings().public_url + change.card.url,
        title=change.card.title,
        summary=change.summary,
        authors=[each.name for each in change.card.hosts],
        published_at=change.published_at,
        updated_at=change.revised_at,
        language=change.language,
    )


def answer_atom(entries: Sequence[Entry], title: str, page: str, path: str = "") -> Response:
    """Answer feed readers about a page; the feed's own address is the page's with .atom, or `path`."""
    site = settings().public_url
    feed = Feed(site + (path or f"{page}.atom"), site + page, title, HTML_LANGUAGES[locale()], entries)
    response = _plain(atom(feed), ATOM_TYPE)
    response.headers["Cache-Control"] = FEED_CONTROL
    return response


def _feed(host: Organisation | None, title: str, page: str) -> Response:
    path = f"{page}/events.atom" if host else "/events.atom"
    return give_atom(queries.latest_changes(host), title, path, page)


def _plain(body: bytes, kind: str) -> Response:
    response = make_response(body)
    response.content_type = f"{kind}; charset=utf-8"
    return response
