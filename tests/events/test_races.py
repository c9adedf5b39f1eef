"""Drafts begun at the same moment, on real connections of their own."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from flask import Flask

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.queries import accepted_hosts
from app.core.database import session
from app.core.transaction import transaction
from app.events import services
from app.events.models import Event, EventStatus, Series
from app.events.queries import locked_event
from app.events.rules.content import EventDetails
from app.events.services.keeping import hold
from app.events.services.series_changing import Decided, change_series, end_series
from app.organisations.models import Organisation
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once, meet
from tests.rsvps.factories import RsvpFactory

ROUNDS, WRITERS = 4, 4


def drafting(title: str, organisation_id: int, user_id: int) -> Callable[[], str]:
    def deed() -> str:
        organisation = session.get_one(Organisation, organisation_id)
        user = session.get_one(User, user_id)
        return services.draft_event(EventDetails(title=title), organisation=organisation, by=user).slug

    return deed


def test_drafts_of_the_same_title_at_once_get_addresses_of_their_own(app: Flask) -> None:
    organisation_id, user_id = OrganisationFactory().id, UserFactory().id
    for number in range(ROUNDS):
        base = f"tea-{number}x"
        slugs = at_once(app, *[drafting(base, organisation_id, user_id)] * WRITERS)
        assert set(slugs) == {base, f"{base}-2", f"{base}-3", f"{base}-4"}
    held = {event.slug: session.get_one(Cohosting, event.cohosting_id) for event in session.query(Event)}
    assert len(held) == ROUNDS * WRITERS
    assert all(cohosting.address == f"/desk/events/{slug}" for slug, cohosting in held.items())


def test_a_series_filled_by_several_at_once_has_each_date_once(app: Flask) -> None:
    series = make_series()
    first, number = len(dates(series)), series.id

    def filling() -> int:
        return len(services.fill(session.get_one(Series, number), timedelta(weeks=40)))

    made = at_once(app, *[filling] * WRITERS)
    assert max(made) > 0
    assert sorted(made)[:-1] == [0] * (WRITERS - 1)
    days = [event.series_on for event in dates(series)]
    assert len(days) == len(set(days)) == first + max(made)


def test_series_of_the_same_title_at_once_get_addresses_of_their_own(app: Flask) -> None:
    organisation_id, user_id = OrganisationFactory().id, UserFactory().id

    def deed() -> str:
        organisation = session.get_one(Organisation, organisation_id)
        user = session.get_one(User, user_id)
        return services.draft_series(EventDetails("Tea"), organisation=organisation, by=user).slug

    assert set(at_once(app, *[deed] * WRITERS)) == {"tea", "tea-2", "tea-3", "tea-4"}


def renaming(series: Series) -> None:
    change_series(series, {**series.content, "title": "Brisk walk"}, None, Decided(by=None))


def ending(series: Series) -> None:
    end_series(series, None, Decided(by=None, reason="The hall is sold."))


CANCELLED, IN_SERIES = "rsvps/cancelled", "rsvps/series_changed"


@pytest.mark.parametrize(
    ("deed", "when_it_was_first"), [(renaming, [IN_SERIES, CANCELLED]), (ending, [IN_SERIES])]
)
def test_a_date_that_is_called_off_while_its_series_is_decided_stays_called_off(
    app: Flask, deed: Callable[[Series], None], when_it_was_first: list[str]
) -> None:
    series = make_series()
    off = dates(series)[0]
    RsvpFactory(event=off, email="kim@example.org")
    series_id, event_id, user_id, both = series.id, off.id, UserFactory().id, Barrier(2)

    def call_off() -> None:
        event = session.get_one(Event, event_id)
        hold(event)
        meet(both)
        sleep(0.3)  # so that the other has read how things stand
        host = accepted_hosts(event.cohosting)[0].organisation
        services.cancel_for_safety(event, "A threat.", by=session.get_one(User, user_id), on_behalf_of=host)

    def decide() -> None:
        meet(both)
        deed(session.get_one(Series, series_id))

    assert at_once(app, call_off, decide)[1] is None
    assert session.get_one(Event, event_id).status is EventStatus.CANCELLED
    told = session.query(Message.template).filter_by(recipient="kim@example.org").order_by(Message.id)
    assert [each.template for each in told] in ([CANCELLED], when_it_was_first)


def test_a_series_changes_beside_people_who_confirm_several_of_its_dates(app: Flask) -> None:
    series = make_series()
    first, second = dates(series)[:2]
    with transaction():  # the later event is on the earlier day
        days = first.series_on, second.series_on
        first.series_on = second.series_on = None
        session.flush()
        second.series_on, first.series_on = days
        first.starts_local, second.starts_local = second.starts_local, first.starts_local
        first.ends_local, second.ends_local = second.ends_local, first.ends_local
    series_id, numbers, both = series.id, sorted((first.id, second.id)), Barrier(2)

    def confirm_both() -> None:
        locked_event(numbers[0])
        meet(both)
        sleep(0.3)  # so that the other has begun to take the dates
        locked_event(numbers[1])

    def rename() -> None:
        meet(both)
        renaming(session.get_one(Series, series_id))

    assert at_once(app, confirm_both, rename) == [None, None]
    assert {each.title for each in dates(session.get_one(Series, series_id))} == {"Brisk walk"}
