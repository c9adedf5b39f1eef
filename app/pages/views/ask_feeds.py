"""The tracker for programs: deadlines for calendars, news for feed readers, figures as CSV and JSON."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from app.asks.policies import is_listed
from app.asks.queries import ask_by_slug
from app.core import clock, revisions
from app.core.access import public
from app.core.errors import NotFound
from app.core.feeds import answer_publicly, feed_language
from app.core.http import shows
from app.core.i18n import HTML_LANGUAGES, _, format_date, in_language, locale
from app.core.ical import CalendarHeader, calendar, event_lines
from app.core.settings import settings
from app.core.tables import CSV, csv_file
from app.pages.queries import asks as queries
from app.pages.queries import sayings
from app.pages.queries.asks import AskRow
from app.pages.queries.sayings import News
from app.pages.rules.asks import read_wanted_asks
from app.pages.rules.atom import Entry, Feed, atom
from app.pages.rules.deadlines import ask_deadline
from app.pages.views.blueprint import ATOM_TYPE, blueprint
from app.pages.views.feeds import FEED_CONTROL

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
    rows = ([_cell(value) for value in _figures(each).values()] for each in found)
    response = _open(csv_file(FIELDS, rows), CSV)
    response.headers["Content-Disposition"] = 'attachment; filename="asks.csv"'
    return response


@blueprint.get("/asks.json")
@public
@shows(*TAGS)
def asks_json() -> ResponseReturnValue:
    """Give what someone looks for as JSON."""
    rows = queries.put_asks(read_wanted_asks(request.args))
    body = current_app.json.dumps({"asks": [_figures(row) for row in rows]})
    return _open(body.encode(), "application/json")


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
    found = ask_by_slug(slug)
    if found is None or not is_listed(found, clock.now().date()):
        raise NotFound
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


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


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
    feed = Feed(f"{site}{page}.atom", site + page, title, HTML_LANGUAGES[locale()], entries)
    response = make_response(atom(feed))
    response.content_type = f"{ATOM_TYPE}; charset=utf-8"
    response.headers["Cache-Control"] = FEED_CONTROL
    return response


def _summary(news: News) -> str:
    said = _(
        "%(target)s, %(day)s: %(standing)s.",
        target=news.target,
        day=format_date(news.entry.on),
        standing=news.entry.after.label,
    )
    return f"{said} {news.entry.note}".strip()


def _open(body: bytes, kind: str) -> Response:
    """Answer with public figures, which web pages elsewhere may read too."""
    response = make_response(body)
    response.content_type = kind
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = FEED_CONTROL
    return response
