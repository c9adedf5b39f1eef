"""Petitions for programs: figures as JSON and CSV, news, the public log, and what other sites embed."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotImplemented as NotWritten

from app.core.access import public
from app.core.errors import NotFound
from app.core.http import shows
from app.core.i18n import HTML_LANGUAGES, _, format_number, locale
from app.core.marks import framed
from app.core.numbers import row_number
from app.core.settings import settings
from app.pages.queries import petitions as queries
from app.pages.queries.petitions import PetitionCard
from app.pages.rules.atom import Entry
from app.pages.rules.petitions import read_wanted_petitions
from app.pages.views.blueprint import blueprint
from app.pages.views.feeds import answer_atom
from app.pages.views.figures import open_json, open_table
from app.pages.views.parts import EMBED_HEIGHT, EMBED_WIDTH, petition_frame
from app.pages.views.petitions import COUNT_CONTROL, PATH, shown_petition
from app.petitions.models import Petition, PetitionUpdate
from app.petitions.queries import counts
from app.petitions.queries.log import (
    Head,
    daily_heads,
    newest_head,
)
from app.petitions.rules.log import as_text

FIELDS = (
    "title",
    "address",
    "status",
    "demand",
    "signatures",
    "on_paper",
    "goal",
    "opened_at",
    "closes_at",
    "closed_at",
    "counted_at",
    "verified_at",
    "hosts",
    "targets",
)


@blueprint.get("/petitions.json")
@public
@shows("petitions", "organisations")
def petitions_json() -> ResponseReturnValue:
    """Give what someone looks for as JSON."""
    found = queries.all_petitions(read_wanted_petitions(request.args))
    return open_json({"petitions": [_figures(each) for each in found]}, COUNT_CONTROL)


@blueprint.get("/petitions.csv")
@public
@shows("petitions", "organisations")
def petitions_csv() -> ResponseReturnValue:
    """Give what someone looks for as a table."""
    found = queries.all_petitions(read_wanted_petitions(request.args))
    return open_table("petitions", FIELDS, map(_figures, found), COUNT_CONTROL)


@blueprint.get("/petitions.atom")
@public
@shows("petitions", "organisations")
def petitions_atom() -> ResponseReturnValue:
    """Tell feed readers of new petitions and of their news."""
    entries = [_opened(each) for each in queries.latest_opened()]
    entries += [_news(each) for each in queries.latest_updates()]
    return _feed(entries, _("Petitions on Twain"), PATH)


@blueprint.get("/petitions/<slug>.json")
@public
@shows("petition:{slug}", "organisations")
def petition_json(slug: str) -> ResponseReturnValue:
    """Give everything public that is a figure of one petition."""
    found = shown_petition(slug)
    body = _figures(queries.petition_cards([found])[0])
    body["areas"] = counts.shown_areas(found)
    body["days"] = {day.isoformat(): number for day, number in counts.days_of(found)}
    body["log"] = {"lines": found.log_size, "head": head_figures(newest_head(found))}
    return open_json(body, COUNT_CONTROL)


@blueprint.get("/petitions/<slug>/count.json")
@public
@shows("petition:{slug}")
def petition_count(slug: str) -> ResponseReturnValue:
    """Give only the number, for pages that keep themselves fresh."""
    found = shown_petition(slug)
    return open_json({"signatures": found.total, "counted_at": _moment(found.counted_at)}, COUNT_CONTROL)


@blueprint.get("/petitions/<slug>.atom")
@public
@shows("petition:{slug}", "organisations")
def petition_atom(slug: str) -> ResponseReturnValue:
    """Tell feed readers the news of one petition, and the signed head of its log every day."""
    found = shown_petition(slug)
    entries = [_news(each) for each in queries.latest_updates(found)]
    entries += [_head_entry(found, each) for each in daily_heads(found, limit=queries.FEED_LENGTH)]
    return _feed(entries, found.title, f"{PATH}/{slug}")


@blueprint.get("/petitions/<slug>/embed")
@public
@framed
@shows("petition:{slug}", "organisations")
def petition_embed(slug: str) -> ResponseReturnValue:
    """Show a petition in short, for pages of other sites."""
    card = queries.petition_cards([shown_petition(slug)])[0]
    response = make_response(render_template("pages/petition_embed.html", card=card))
    response.headers["Cache-Control"] = COUNT_CONTROL
    return response


@blueprint.get("/oembed")
@public
@shows("petitions", "organisations")
def oembed() -> ResponseReturnValue:
    """Tell sites that ask how to embed a petition (oembed.com)."""
    if request.args.get("format", "json") != "json":
        raise NotWritten
    found = shown_petition(_slug_in(request.args.get("url", "")))
    width = min(row_number(request.args.get("maxwidth", "")) or EMBED_WIDTH, EMBED_WIDTH)
    height = min(row_number(request.args.get("maxheight", "")) or EMBED_HEIGHT, EMBED_HEIGHT)
    body = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Twain",
        "provider_url": settings().public_url,
        "title": found.title,
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": petition_frame(found, width, height),
    }
    return open_json(body, COUNT_CONTROL)


def _slug_in(address: str) -> str:
    """Give the petition that an address of this site means; raise NotFound for any other."""
    try:
        asked = urlsplit(address)
    except ValueError:
        raise NotFound from None
    parts = asked.path.rstrip("/").split("/")
    is_ours = asked.netloc == urlsplit(settings().public_url).netloc
    if not is_ours or parts[:2] != ["", "petitions"] or len(parts) != len(("", "", "slug")):
        raise NotFound
    return parts[2]


def _figures(card: PetitionCard) -> dict[str, Any]:
    found, site = card.petition, settings().public_url
    values = (
        found.title,
        f"{site}{PATH}/{found.slug}",
        found.status.value,
        found.demand,
        found.total,
        found.paper_count,
        card.goal,
        _moment(found.opened_at),
        _moment(found.closes_at),
        _moment(found.closed_at),
        _moment(found.counted_at),
        _moment(found.verified_at),
        [host.name for host in card.hosts],
        [target.name for target in card.targets],
    )
    return dict(zip(FIELDS, values, strict=True))


def head_figures(head: Head) -> dict[str, Any]:
    """Give a signed head as programs read it."""
    return {
        "size": head.size,
        "root": head.root.hex(),
        "at": as_text(head.at),
        "public_key": head.public_key.hex(),
        "signature": head.signature.hex(),
    }


def _opened(found: Petition) -> Entry:
    at = found.opened_at or found.created_at
    return Entry(
        address=f"{settings().public_url}{PATH}/{found.slug}",
        title=found.title,
        summary=found.demand,
        authors=[],
        published_at=at,
        updated_at=at,
        language=found.language,
    )


def _news(update: PetitionUpdate) -> Entry:
    return Entry(
        address=f"{settings().public_url}{PATH}/{update.petition.slug}#news-{update.id}",
        title=f"{update.petition.title}: {update.title}",
        summary=update.body,
        authors=[update.organisation.name] if update.organisation else [],
        published_at=update.at,
        updated_at=update.at,
        language=update.petition.language,
    )


def _head_entry(found: Petition, head: Head) -> Entry:
    summary = f"{head.root.hex()} {head.public_key.hex()} {head.signature.hex()}"
    return Entry(
        address=f"{settings().public_url}{PATH}/{found.slug}/log.json#{head.size}",
        title=_("Signed head of the log: %(number)s lines", number=format_number(head.size)),
        summary=summary,
        authors=[],
        published_at=head.at,
        updated_at=head.at,
        language=HTML_LANGUAGES[locale()],
    )


def _feed(entries: list[Entry], title: str, page: str) -> Response:
    newest = sorted(entries, key=lambda each: each.updated_at, reverse=True)[: queries.FEED_LENGTH]
    return answer_atom(newest, title, page)


def _moment(at: datetime | None) -> str | None:
    return as_text(at) if at else None
