"""The tracker for programs: deadlines for calendars, news for feed readers, figures as CSV and JSON."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.asks.policies import is_listed
from app.asks.queries import ask_by_slug
from app.core import clock, revisions
from app.core.access import public, require
from app.core.errors import existing
from app.core.feeds import answer_publicly, feed_language
from app.core.http import shows
from app.core.i18n import _, format_date, in_language
from app.core.ical import CalendarHeader, calendar, event_lines
from app.core.settings import settings
from app.pages.queries import asks as queries
from app.pages.queries import sayings
from app.pages.queries.asks import AskRow
from app.pages.queries.sayings import News
from app.pages.rules.asks import read_wanted_asks
from app.pages.rules.atom import Entry
from app.pages.rules.deadlines import ask_deadline
from app.pages.views.blueprint import blueprint
from app.pages.views.feeds import FEED_CONTROL, answer_atom
from app.pages.views.figures import open_json, open_table

TAGS = ("asks", "organisations")
FIELDS = (
    "ask",
    "address",
    "area",
    "weight",
    "hosts",
    "target",
    "target_address",
    "office",
    "jurisdiction",
    "standing",
    "position",
    "asked_on",
    "due_on",
    "changed_at",
    "done_when",
)


@blueprint.get("/asks.ics")
@public
def asks_ics() -> ResponseReturnValue:
    """Give the deadlines as a calendar to follow."""
    counters = revisions.numbers(TAGS)
    rows = queries.put_asks(read_wanted_asks(request.args), only_due=True)
    with in_language(feed_language()):
        site, today = settings().public_url, clock.now().date()
        events = [ask_deadline(row.ask_target, row.hosts, site, today) for row in rows]
        name = _("Deadlines of asks on Twain")
    changed_at = max((each.stamp for each in events), default=None)
    header = CalendarHeader(uid=f"{site}/asks", name=name, last_modified=changed_at, url=f"{site}/asks")
    content = calendar((event_lines(each) for each in events), header)
    return answer_publicly(content, changed_at=changed_at, tags=TAGS, counters=counters)


@blueprint.get("/asks.csv")
@public
@shows(*TAGS)
def asks_csv() -> ResponseReturnValue:
    """Give what someone looks for as a table."""
    found = queries.put_asks(read_wanted_asks(request.args))
    return open_table("asks", FIELDS, map(_figures, found), FEED_CONTROL)


@blueprint.get("/asks.json")
@public
@shows(*TAGS)
def asks_json() -> ResponseReturnValue:
    """Give what someone looks for as JSON."""
    rows = queries.put_asks(read_wanted_asks(request.args))
    return open_json({"asks": [_figures(row) for row in rows]}, FEED_CONTROL)


@blueprint.get("/asks.atom")
@public
@shows(*TAGS)
def asks_atom() -> ResponseReturnValue:
    """Tell feed readers what has happened to asks."""
    return _feed(sayings.latest_news(), _("Asks on Twain"), "/asks")


@blueprint.get("/asks/<slug>.atom")
@public
@shows("ask:{slug}", *TAGS)
def ask_atom(slug: str) -> ResponseReturnValue:
    """Tell feed readers what has happened to one ask."""
    found = existing(ask_by_slug(slug))
    require(is_listed(found, clock.now().date()), hide=True)
    return _feed(sayings.latest_news(found), found.title, f"/asks/{slug}")


def _figures(row: AskRow) -> dict[str, Any]:
    put, site = row.ask_target, settings().public_url
    values = (
        put.ask.title,
        f"{site}/asks/{put.ask.slug}",
        put.ask.area.value,
        put.ask.weight,
        [host.name for host in row.hosts],
        put.target.name,
        f"{site}/targets/{put.target.slug}",
        put.target.office,
        put.target.jurisdiction,
        put.standing.value,
        put.position.value,
        put.asked_on.isoformat() if put.asked_on else None,
        put.due_on.isoformat() if put.due_on else None,
        put.changed_at.isoformat(timespec="seconds"),
        put.ask.done_when,
    )
    return dict(zip(FIELDS, values, strict=True))


def _feed(news: Sequence[News], title: str, page: str) -> Response:
    site = settings().public_url
    entries = [
        Entry(
            address=f"{site}/asks/{each.ask.slug}#entry-{each.entry.id}",
            title=_("%(title)s: %(standing)s", title=each.ask.title, standing=each.entry.after.label),
            summary=_summary(each),
            authors=[],
            published_at=each.entry.at,
            updated_at=each.entry.reviewed_at or each.entry.at,
            language=each.ask.language,
        )
        for each in news
    ]
    return answer_atom(entries, title, page)


def _summary(news: News) -> str:
    said = _(
        "%(target)s, %(day)s: %(standing)s.",
        target=news.target,
        day=format_date(news.entry.on),
        standing=news.entry.after.label,
    )
    return f"{said} {news.entry.note}".strip()
