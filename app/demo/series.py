"""The series of the demo world: a supper that has been held every second week for a while."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.demo.gatherings import AGREEMENT, THURSDAY, in_person
from app.demo.world import GUESTS
from app.events import queries
from app.events import services as events
from app.events.models import Event, Series
from app.events.queries import agreement_of
from app.events.rules.content import EventDetails, details_from
from app.events.rules.recurrence import Rule
from app.events.rules.series import SeriesDetails
from app.organisations.models import Organisation
from app.rsvps import services as rsvps

Host = Callable[[str], tuple[Organisation, User]]
HOSTS = ("the-long-table", "harbour-mens-circle")
BEGAN, SETTLED = timedelta(days=84), timedelta(days=20)
TITLE = "The long supper"
SUMMARY = "Soup, bread and one question on each table. Men and women, neighbours and newcomers."
DESCRIPTION = (
    "We eat first. Then each table draws a question, and whoever likes answers it:\n\n"
    "- When did someone last ask how you are, and wait?\n"
    "- What did your father do with his worries? And your mother?\n"
    "- What would make next week a little lighter?\n\n"
    "Come once, or come each time. Nobody has to speak, and nobody has to finish the soup."
)


def load_series(host: Host) -> None:
    """Make the series with its past: dates that were, people who come each time, one date that was skipped."""
    today = clock.now().date()
    with clock.moved(-BEGAN):
        series = _begun(host, _thursday(today - BEGAN + timedelta(days=3)))
        _come(series)
    with clock.moved(-SETTLED):
        _settle(series, host)
    events.fill(series)


def _begun(host: Host, first: date) -> Series:
    organisation, by = host(HOSTS[0])
    other, answering = host(HOSTS[1])
    series = events.draft_series(EventDetails(TITLE), organisation=organisation, by=by)
    offer = cohosting.offer(
        series.cohosting,
        organisation=other,
        message="Your soup, our tables?",
        by=by,
        on_behalf_of=organisation,
    )
    cohosting.accept(offer, by=answering, organisation=other)
    edit = events.SeriesEdit(
        SeriesDetails(_details(first), Rule(interval=2, weekdays=(THURSDAY,))),
        series.version,
        by,
        organisation,
    )
    events.save_series(series, edit)
    events.propose_series(series, by=by, on_behalf_of=organisation)
    _sign(series, host)
    return series


def _details(first: date) -> EventDetails:
    starts = datetime.combine(first, time(18, 30))
    title, body = AGREEMENT
    return EventDetails(
        title=TITLE,
        summary=SUMMARY,
        description=DESCRIPTION,
        starts_local=starts,
        ends_local=starts + timedelta(hours=2, minutes=30),
        capacity_in_person=24,
        tags=["food", "neighbours", "talking"],
        first_ten_minutes="Ruth stands at the door with a ladle. You get a bowl before you get a question.",
        agreement_title=title,
        agreement_body=body,
        **in_person("St Anne’s Hall", "Bristol", "3 Anne Street, Bristol BS4", (51.4468, -2.5553)),
    )


def _come(series: Series) -> None:
    """Let some people come each time, and others once."""
    dates = queries.coming_dates(series)
    for number, (name, email) in enumerate(GUESTS[:3]):
        found = rsvps.reply_to_all(dates[0], _reply(dates[0], name, email, 1 + number % 2))
        rsvps.confirm_all(found.replies[0])
    for number, (name, email) in enumerate(GUESTS[3:12]):
        event = dates[number % len(dates)]
        rsvps.confirm(rsvps.reply(event, _reply(event, name, email, 1)))


def _reply(event: Event, name: str, email: str, size: int) -> rsvps.ReplyDetails:
    agreement = agreement_of(event)
    return rsvps.ReplyDetails(
        name=name,
        email=email,
        party_size=size,
        agreement_id=agreement.id if agreement else None,
        language="en",
    )


def _settle(series: Series, host: Host) -> None:
    """Skip one coming date, and let another be a little different."""
    organisation, by = host(HOSTS[0])
    special, skipped = queries.coming_dates(series)[3:5]
    events.propose_cancellation(
        skipped, "The hall has its floor sanded that week.", by=by, on_behalf_of=organisation
    )
    _sign(skipped, host)
    words = {"summary": f"{SUMMARY} This time with songs."}
    details = details_from(queries.settled_content(special) | words)
    edit = Edit(details, special.version, by, organisation, note="The choir said yes.")
    events.save_event(special, edit)


def _sign(held: Series | Event, host: Host) -> None:
    proposal = open_proposal(held.cohosting)
    if proposal is not None:
        other, by = host(HOSTS[1])
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=by, on_behalf_of=other)


def _thursday(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
