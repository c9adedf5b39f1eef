"""The front page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.http import shows
from app.core.i18n import _
from app.core.settings import settings
from app.events.models import EventStatus
from app.events.queries import EventSearch, search_events
from app.pages.queries.initiatives import initiatives_under_way
from app.pages.queries.petitions import most_signed_lately
from app.pages.rules.json_ld import site_data
from app.pages.views.blueprint import blueprint, draw_cards, feed_links

COMING_UP = 6
LONGER = 3
TO_SIGN = 3
#: What is called off is not coming up; so many more are read to find enough that is not.
SPARE = 6


@blueprint.get("/")
@public
@shows("events", "initiatives", "petitions", "organisations")
def home() -> ResponseReturnValue:
    """Say what Twain is, and what is coming up."""
    found = search_events(EventSearch(limit=COMING_UP + SPARE)).events
    taking_place = [card for card in found if card.status is EventStatus.PUBLISHED]
    return render_template(
        "pages/home.html",
        cards=draw_cards(taking_place[:COMING_UP]),
        initiatives=initiatives_under_way(LONGER),
        petitions=most_signed_lately(TO_SIGN),
        json_ld=site_data(settings().public_url),
        feed_links=feed_links(_("All events on Twain"), "/events"),
    )
