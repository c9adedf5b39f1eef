"""The calendar of all events, narrowed by the same address as the list of events."""

from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue

from app.calendars.queries import site_feed
from app.core import revisions
from app.core.access import public
from app.core.feeds import answer_publicly, feed_language
from app.core.i18n import in_language
from app.pages import queries
from app.pages.rules.finding import narrowings, read_wanted
from app.pages.views.blueprint import blueprint

TAGS = ("events", "organisations")


@blueprint.get("/events.ics")
@public
def events_calendar() -> ResponseReturnValue:
    """Give all listed events, or those that the address asks for, as a calendar to follow."""
    language = feed_language()
    counters = revisions.numbers(TAGS)
    with in_language(language):
        wanted = read_wanted(request.args.to_dict())
        about = " · ".join(narrowing.label for narrowing in narrowings(wanted, ""))
    asked = queries.search_for(wanted) if about else None
    parameters = {name: value for name, value in wanted.parameters.items() if name != "past"}
    feed = site_feed(language, asked, query=urlencode(parameters), about=about)
    return answer_publicly(feed.content, changed_at=feed.changed_at, tags=TAGS, counters=counters)
