"""What repeats: one series with its dates, and its news."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import is_host_member
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import me_or_none, public, require
from app.core.errors import existing
from app.core.http import shows
from app.core.settings import settings
from app.events.models import EventStatus, EventVisibility, Series, SeriesStatus
from app.events.queries import series_by_slug
from app.events.rules.repeating import said_rhythm
from app.initiatives.policies import is_listed
from app.pages.queries.series import series_cards, series_changes
from app.pages.views.blueprint import blueprint, draw_lines, feed_links
from app.pages.views.feeds import give_atom

PATH = "/series"
MOST_PAST = 6


@blueprint.get("/series/<slug>")
@public
@shows("series:{slug}", "events", "organisations")
def series(slug: str) -> ResponseReturnValue:
    """Show what repeats, how, and its dates."""
    found, user = _public(slug), me_or_none(User)
    now, cards = clock.now(), series_cards(found)
    ahead = [card for card in cards if card.ends_at > now]
    coming = [card for card in ahead if card.starts_at > now and card.status is EventStatus.PUBLISHED]
    past = [card for card in reversed(cards) if card.ends_at <= now]
    initiative = found.initiative if found.initiative and is_listed(found.initiative) else None
    return render_template(
        "pages/series.html",
        series=found,
        rule=said_rhythm(found.content),
        hosts=host_organisations_of([found.cohosting_id])[found.cohosting_id],
        initiative=initiative,
        ahead=draw_lines(ahead, found.title),
        past=draw_lines(past[:MOST_PAST], found.title),
        open_dates=coming,
        has_ended=found.status is SeriesStatus.ENDED,
        calendar_address=f"{settings().public_url}{PATH}/{slug}/events.ics",
        is_host=user is not None and is_host_member(user, found.cohosting),
        feed_links=feed_links(found.title, f"{PATH}/{slug}/events"),
        noindex=found.content["visibility"] != EventVisibility.PUBLIC,
    )


@blueprint.get("/series/<slug>/events.atom")
@public
@shows("series:{slug}", "events", "organisations")
def series_atom(slug: str) -> ResponseReturnValue:
    """Tell feed readers of the latest changes of a series."""
    found = _public(slug)
    return give_atom(series_changes(found), found.title, f"{PATH}/{slug}/events.atom", f"{PATH}/{slug}")


def _public(slug: str) -> Series:
    found = existing(series_by_slug(slug))
    require(found.is_public, hide=True)
    return found
