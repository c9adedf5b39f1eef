"""The desk: what waits for me, my events, my replies."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks.queries import asks_held_by
from app.core import clock
from app.core.access import me, signed_in
from app.desk import queries
from app.donations.queries.funds import funds_held_by
from app.initiatives.queries import initiatives_held_by
from app.organisations.policies import ORGANISING
from app.organisations.queries import organisations_of
from app.outbox.queries import is_unreachable
from app.petitions.queries.petitions import petitions_held_by
from app.rsvps.queries import rsvps_of
from app.rsvps.rules import CURRENT

blueprint = Blueprint("desk", __name__)
NEXT_REPLIES = 3
#: So many of each kind on the overview; the list of the kind has all.
MOST_HELD = 6
MOST_REPLIES = 50


@blueprint.get("/desk")
@signed_in
def desk() -> ResponseReturnValue:
    """Say what waits for the person, and show what is theirs."""
    user, now = me(User), clock.now()
    ahead = [
        rsvp
        for rsvp in rsvps_of(user)
        if rsvp.status in CURRENT and rsvp.event.ends_at is not None and rsvp.event.ends_at > now
    ]
    return render_template(
        "desk/desk.html",
        waiting=queries.waiting_for(user),
        news=queries.replies_lately(user),
        events=queries.events_of(user),
        organisations=organisations_of(user),
        petitions=petitions_held_by(*organisations_of(user))[:MOST_HELD],
        asks=asks_held_by(*organisations_of(user))[:MOST_HELD],
        initiatives=initiatives_held_by(*organisations_of(user))[:MOST_HELD],
        funds=funds_held_by(*organisations_of(user))[:MOST_HELD],
        can_plan=bool(organisations_of(user, ORGANISING)),
        replies=ahead[:NEXT_REPLIES],
        is_confirmed=user.confirmed_at is not None,
        unreachable=user.email if is_unreachable(user.email) else "",
    )


@blueprint.get("/desk/events")
@signed_in
def events() -> ResponseReturnValue:
    """List the events of the person's hosts."""
    user = me(User)
    return render_template(
        "desk/events.html",
        ahead=queries.events_of(user),
        past=queries.past_events_of(user),
        can_plan=bool(organisations_of(user, ORGANISING)),
    )


@blueprint.get("/desk/replies")
@signed_in
def replies() -> ResponseReturnValue:
    """List the person's own replies, those to come first."""
    user, now = me(User), clock.now()
    found = rsvps_of(user)
    ahead = [rsvp for rsvp in found if rsvp.event.ends_at is None or rsvp.event.ends_at > now]
    over = [rsvp for rsvp in reversed(found) if rsvp not in ahead]
    return render_template("desk/replies.html", ahead=ahead, over=over[:MOST_REPLIES])
