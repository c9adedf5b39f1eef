"""Longer efforts: find them, and read one with all that it gathers."""

from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import me_or_none, public
from app.core.errors import NotFound, existing
from app.core.http import shows
from app.core.settings import settings
from app.initiatives.models import Initiative, Setting, Theme
from app.initiatives.policies import can_see_on_desk, is_listed
from app.initiatives.queries import aims_of, milestones_of, updates_of
from app.initiatives.rules import percent_reached
from app.pages.queries import initiatives as queries
from app.pages.queries.funds import initiative_with_funds
from app.pages.rules.initiatives import initiative_narrowings, read_wanted_initiatives
from app.pages.rules.lists import address
from app.pages.views.blueprint import blueprint, draw_cards, feed_links

PATH = "/initiatives"
MOST_PAST = 6


@blueprint.get(PATH)
@public
@shows("initiatives", "organisations")
def initiatives() -> ResponseReturnValue:
    """List the longer efforts that organisations hold together."""
    wanted = read_wanted_initiatives(request.args)
    page = queries.found_initiatives(wanted)
    return render_template(
        "pages/initiatives.html",
        wanted=wanted,
        cards=page.initiatives,
        narrowings=initiative_narrowings(PATH, wanted),
        after=address(PATH, wanted, after=str(page.after)) if page.after else "",
        first=address(PATH, wanted) if wanted.after else "",
        settings=list(Setting),
        themes=list(Theme),
        noindex=bool(wanted.parameters or wanted.after),
    )


@blueprint.get("/initiatives/<slug>")
@public
@shows("initiative:{slug}", "events", "asks", "petitions", "organisations")
def initiative(slug: str) -> ResponseReturnValue:
    """Show one initiative: what it is for, how far it is, and what belongs to it."""
    user, read = me_or_none(User), existing(initiative_with_funds(slug))
    found, funds = read
    if not is_listed(found):
        return _away(found)
    now, cards = clock.now(), queries.events_gathered(found)
    ahead = [card for card in reversed(cards) if card.ends_at > now]
    past = [card for card in cards if card.ends_at <= now]
    return render_template(
        "pages/initiative.html",
        initiative=found,
        hosts=host_organisations_of([found.cohosting_id])[found.cohosting_id],
        themes=queries.themes_of(found),
        aims=[(each, percent_reached(each.reached, each.number)) for each in aims_of(found)],
        milestones=milestones_of(found),
        ahead=draw_cards(ahead),
        past=draw_cards(past[:MOST_PAST]),
        petitions=queries.petitions_gathered(found),
        asks=queries.asks_gathered(found),
        updates=updates_of(found),
        funds=funds,
        today=now.date(),
        calendar_address=f"{settings().public_url}{PATH}/{slug}/events.ics",
        is_host=user is not None and can_see_on_desk(user, found),
        feed_links=feed_links(found.title, f"{PATH}/{slug}/events"),
    )


def _away(found: Initiative) -> ResponseReturnValue:
    """Tell that an initiative was public once; of one that never was, say nothing."""
    if found.published_at is None:
        raise NotFound
    return render_template("pages/initiative_away.html"), HTTPStatus.GONE
