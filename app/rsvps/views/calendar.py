"""A person's own calendar, for the programs that follow it."""

from http import HTTPStatus

from flask import Response
from flask.typing import ResponseReturnValue

from app.calendars.queries import feed_by_token, personal_calendar
from app.core.access import public
from app.core.errors import existing
from app.core.feeds import answer_personally
from app.core.limits import TOKEN, limiter
from app.core.marks import secret_address
from app.rsvps.queries import calendar_entries
from app.rsvps.views.blueprint import blueprint
from app.runsheets.queries import calendar_tasks


def _was_guess(response: Response) -> bool:
    """Count only guesses: calendar services ask for many people from one address."""
    return response.status_code == HTTPStatus.NOT_FOUND


@blueprint.get("/calendars/<token>.ics")
@public
@secret_address
@limiter.limit(TOKEN, deduct_when=_was_guess)
def own_calendar(token: str) -> ResponseReturnValue:
    """Give everything that someone replied to or has to do; the address alone is the key."""
    feed = existing(feed_by_token(token))
    return answer_personally(
        personal_calendar(calendar_entries(feed.user), feed, lambda: calendar_tasks(feed.user))
    )
