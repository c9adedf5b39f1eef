"""Whatever hosts do with a series, its dates are what it says, and whoever replied hears of it.

A machine plays random stories. After each step every date that follows the series is one of its days, at
its time, and no day is missing; nobody's date has moved or fallen away without a mail to them, and no
date to which people replied has silently gone.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.accounts.models import User
from app.cohosting.queries import accepted_hosts
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.errors import TwainError
from app.core.transaction import transaction
from app.events import queries, services
from app.events.jobs import fill_series
from app.events.models import Event, EventStatus, Series, SeriesStatus
from app.events.rules.content import details_from
from app.events.rules.recurrence import Every, Occurrence, Rule
from app.events.rules.series import SeriesDetails, read_series
from app.organisations.models import Organisation
from app.outbox.models import Message
from app.rsvps.models import Rsvp
from tests.accounts.factories import UserFactory
from tests.events.series import make_series
from tests.rsvps.factories import RsvpFactory
from tests.stories import play
from tests.wiping import wipe

WHICH = st.integers(0, 11)
RULES = st.builds(
    Rule,
    every=st.sampled_from([Every.WEEK, Every.WEEK, Every.WEEK, Every.MONTH, Every.DAY]),
    interval=st.sampled_from([1, 2, 3]),
    count=st.sampled_from([None, None, 4, 12]),
).map(lambda rule: replace(rule, interval=14) if rule.every is Every.DAY else rule)
DAY = timedelta(days=1)


class Hosting(RuleBasedStateMachine):
    """Hosts change a series and its dates; people reply; weeks go by."""

    def __init__(self) -> None:
        super().__init__()
        wipe()
        series = make_series()
        host = accepted_hosts(series.cohosting)[0].organisation
        assert host is not None
        self.series_id, self.host_id, self.user_id = series.id, host.id, UserFactory().id
        self.ahead, self.number = timedelta(), 0
        #: The first day on which dates follow what the series says now.
        self.floor = date.min

    # What hosts do with the series

    @rule(repeats=RULES, which=st.none() | WHICH)
    def change_rule(self, repeats: Rule, which: int | None) -> None:
        """It takes place on other days, from now or from some date on."""
        self.edit(which, lambda now: replace(now, rule=repeats, left_out=frozenset(), added=frozenset()))

    @rule(hours=st.integers(-2, 2), days=st.integers(-3, 3), which=st.none() | WHICH)
    def move_it(self, hours: int, days: int, which: int | None) -> None:
        """It begins at another time of the day, or on another day."""
        shift = timedelta(hours=hours, days=days)
        self.edit(which, lambda now: replace(now, details=shifted(now, shift)))

    @rule(title=st.sampled_from(["Slow walk", "Brisk walk"]), which=st.none() | WHICH)
    def rename(self, title: str, which: int | None) -> None:
        """It is called something else."""
        self.edit(which, lambda now: replace(now, details=replace(now.details, title=title)))

    @rule(which=WHICH)
    def leave_out(self, which: int) -> None:
        """One of its days is left out."""
        day = self.some_day(which)
        if day is not None:
            self.edit(None, lambda now: replace(now, left_out=now.left_out | {day}, added=now.added - {day}))

    @rule(days=st.integers(1, 60))
    def add(self, days: int) -> None:
        """A day is added."""
        day = (clock.now() + self.ahead).date() + days * DAY
        self.edit(None, lambda now: replace(now, added=now.added | {day}, left_out=now.left_out - {day}))

    @rule(which=st.none() | WHICH, is_meant=st.integers(0, 9).map(lambda number: number == 0))
    def end(self, which: int | None, is_meant: bool) -> None:
        """It ends, at once or after some date."""
        if is_meant:
            ending = services.Ending(None if which is None else self.some_day(which), "The hall is sold.")
            self.do(lambda: services.propose_end(self.series, ending, **self.acting))
            self.floor = date.max  # it ends by the days on which dates are, which someone may have moved

    # What hosts do with one date

    @rule(which=WHICH, days=st.integers(-2, 2), title=st.sampled_from(["Slow walk", "A walk at night"]))
    def change_one(self, which: int, days: int, title: str) -> None:
        """One date moves, or is called something else."""

        def change(event: Event) -> None:
            now = details_from(queries.settled_content(event))
            assert now.starts_local is not None
            assert now.ends_local is not None
            starts, ends = now.starts_local + days * DAY, now.ends_local + days * DAY
            details = replace(now, title=title, starts_local=starts, ends_local=ends)
            acting = self.acting
            services.save_event(event, Edit(details, event.version, acting["by"], acting["on_behalf_of"], ""))

        self.to_one(which, change)

    @rule(which=WHICH)
    def cancel_one(self, which: int) -> None:
        """One date is called off."""
        self.to_one(which, lambda event: services.propose_cancellation(event, "Ice.", **self.acting))

    # People and time

    @rule(which=WHICH)
    def reply(self, which: int) -> None:
        """Somebody comes to one of the dates."""
        self.number += 1
        email = f"guest-{self.number}@example.org"
        self.to_one(which, lambda event: RsvpFactory(event=event, email=email), is_open=True)

    @rule(days=st.sampled_from([1, 7, 20]))
    def time_passes(self, days: int) -> None:
        """Days go by, and each night the dates that have come into the window are made."""
        self.ahead += timedelta(days=days)
        with clock.moved(self.ahead):
            fill_series()
        session.rollback()

    # What must hold

    @invariant()
    def its_dates_are_what_it_says(self) -> None:
        """Each date that follows is one of its days; each of its days has been made, whatever came of it."""
        session.rollback()
        series = self.series
        if series.status is not SeriesStatus.PUBLISHED:
            return
        with clock.moved(self.ahead):
            dates = queries.dates_of(series)
            free = queries.free_dates(dates)
            last = series.filled_to or date.min
            today = queries.today_at(series)
            said = {each.on: each for each in queries.ahead(series.content, today, last)}
        for event in dates:
            if event.id in free and event.series_on is not None and event.series_on >= self.floor:
                assert event.series_on in said, event.series_on
                assert is_at(event, said[event.series_on])
        made = queries.days_made(series)
        assert not {day for day in said if day >= self.floor} - made

    # Means

    @property
    def series(self) -> Series:
        return session.get_one(Series, self.series_id)

    @property
    def acting(self) -> dict[str, Any]:
        return {
            "by": session.get_one(User, self.user_id),
            "on_behalf_of": session.get_one(Organisation, self.host_id),
        }

    def edit(self, which: int | None, change: Callable[[SeriesDetails], SeriesDetails]) -> None:
        """Save a change of the series, from the day of one of its dates on, or of all."""
        session.rollback()
        from_on = None if which is None else self.some_day(which)
        acting = self.acting
        with clock.moved(self.ahead):
            today = queries.today_at(self.series)
            coming = queries.coming_dates(self.series)
        published = [each.series_on for each in coming if each.status is EventStatus.PUBLISHED]
        # no day is made before the first date that changes
        first = from_on or min((day for day in published if day is not None), default=today)
        wanted = change(read_series(self.series.content))

        def save() -> None:
            edit = services.SeriesEdit(
                wanted, self.series.version, acting["by"], acting["on_behalf_of"], from_on, reason="So."
            )
            if services.save_series(self.series, edit).is_changed:
                self.floor = max(first, today)

        self.do(save)

    def some_day(self, which: int) -> date | None:
        """Give the day of one of the dates that are ahead."""
        event = self.one(which)
        return event.series_on if event else None

    def one(self, which: int, *, is_open: bool = False) -> Event | None:
        """Give one of the dates that are ahead, or of those that one can still reply to."""
        session.rollback()
        with clock.moved(self.ahead):
            dates = queries.coming_dates(self.series)
        found = [each for each in dates if not is_open or each.status is EventStatus.PUBLISHED]
        return found[which % len(found)] if found else None

    def to_one(self, which: int, deed: Callable[[Event], object], *, is_open: bool = False) -> None:
        """Do something to one of the dates that are ahead."""
        event = self.one(which, is_open=is_open)
        if event is not None:
            event_id = event.id
            self.do(lambda: deed(session.get_one(Event, event_id)))

    def do(self, deed: Callable[[], object]) -> None:
        """Do something; what the rules refuse is refused. Whom it concerns hears of it once."""
        session.rollback()
        with clock.moved(self.ahead):
            before = {reply.id: standing(reply) for reply in replies_ahead()}
            letters = session.query(Message).count()
            session.rollback()
            with suppress(TwainError), transaction():
                deed()
            session.rollback()
            heard = [each.recipient for each in session.query(Message).order_by(Message.id)][letters:]
        for reply_id, was in before.items():
            reply = session.get_one(Rsvp, reply_id)
            assert reply.event.status in {EventStatus.PUBLISHED, EventStatus.CANCELLED}
            if standing(reply) != was:
                assert heard.count(reply.email) == 1, (reply.email, was, standing(reply))


def replies_ahead() -> list[Rsvp]:
    """Give the replies to dates that will take place."""
    query = session.query(Rsvp).join(Event).where(Event.ends_at > clock.now())
    return query.where(Event.status == EventStatus.PUBLISHED).all()


def standing(reply: Rsvp) -> tuple[object, ...]:
    """Give what someone who comes has to know."""
    return reply.event.starts_at, reply.event.status, reply.event.title


def is_at(event: Event, occurrence: Occurrence) -> bool:
    """Tell whether a date has the times that its series gives it."""
    return (event.starts_local, event.ends_local) == (occurrence.starts_local, occurrence.ends_local)


def shifted(now: SeriesDetails, by: timedelta) -> Any:
    """Give the details with other times."""
    starts, ends = now.details.starts_local, now.details.ends_local
    assert starts is not None
    assert ends is not None
    return replace(now.details, starts_local=starts + by, ends_local=ends + by)


@pytest.mark.slow
def test_whatever_hosts_do_dates_are_what_the_series_says_and_people_hear_of_it(app: Flask) -> None:
    play(Hosting, few=2, steps=20)
