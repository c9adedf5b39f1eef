"""How each screen of the hosts finds its event and for whom the person acts."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request

from app.accounts.models import User
from app.cohosting.policies import acting_organisations
from app.core.access import me, require
from app.core.errors import existing
from app.events.models import Event
from app.events.queries import event_by_slug
from app.organisations.models import Organisation
from app.rsvps.policies import can_see_replies


@dataclass(frozen=True)
class Desk:
    """An event as one of its organisers sees it, and the hosts for which they may act."""

    event: Event
    user: User
    senders: Sequence[Organisation]

    def sender(self) -> Organisation:
        """Give the host for which this request acts: the one chosen, else the first."""
        chosen = request.form.get("sender", type=int)
        return next((each for each in self.senders if each.id == chosen), self.senders[0])


def csv_answer(content: bytes, name: str) -> Response:
    """Give a table to take along."""
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def desk_of(slug: str) -> Desk:
    """Give an event to one of its organisers; to anyone else it does not exist."""
    event, user = existing(event_by_slug(slug)), me(User)
    require(can_see_replies(user, event), hide=True)
    return Desk(event, user, acting_organisations(user, event.cohosting))
