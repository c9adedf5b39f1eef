"""Organisations as everyone sees them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.core.access import me_or_none, public, require
from app.core.errors import existing
from app.core.http import shows
from app.core.i18n import _
from app.core.settings import settings
from app.donations.queries.funds import shown_funds_held_by
from app.events.queries import listed_events_held_by
from app.organisations.policies import can_see
from app.organisations.queries import listed_organisations, organisation_by_slug
from app.pages.queries.initiatives import initiatives_under_way
from app.pages.queries.petitions import petitions_of
from app.pages.rules.json_ld import organisation_data
from app.pages.rules.lists import words_in
from app.pages.views.blueprint import blueprint, draw_cards, feed_links

PATH = "/organisations"
AHEAD, PAST, LONGER = 12, 6, 6


@blueprint.get(PATH)
@public
@shows("organisations")
def organisations() -> ResponseReturnValue:
    """List the organisations that publish here."""
    words = words_in(request.args, "q")
    cursor = words_in(request.args, "after")
    page = listed_organisations(words, cursor or None)
    return render_template(
        "pages/organisations.html",
        words=words,
        cursor=cursor,
        organisations=page.items,
        next_cursor=page.next_cursor,
        noindex=bool(words or cursor),
    )


@blueprint.get("/organisations/<slug>")
@public
@shows("organisation:{slug}", "events", "petitions", "organisations")
def organisation(slug: str) -> ResponseReturnValue:
    """Show one organisation and what it hosts."""
    found, user = existing(organisation_by_slug(slug)), me_or_none(User)
    require(can_see(user, found), hide=True)
    held = listed_events_held_by(found.id, ahead=AHEAD, past=PAST)
    links = [str(link["url"]) for link in found.links]
    site = settings().public_url
    return render_template(
        "pages/organisation.html",
        organisation=found,
        ahead=draw_cards(held.ahead),
        past=draw_cards(held.past),
        initiatives=initiatives_under_way(LONGER, found),
        petitions=petitions_of(found) if found.is_public else (),
        funds=shown_funds_held_by(found) if found.is_public else (),
        has_more=held.has_more_ahead,
        calendar_address=f"{site}/organisations/{slug}/events.ics",
        noindex=not found.is_public,
        json_ld=organisation_data(found.name, slug, found.purpose, links, site) if found.is_public else None,
        feed_links=feed_links(_("Events of %(name)s", name=found.name), f"{PATH}/{slug}/events"),
    )
