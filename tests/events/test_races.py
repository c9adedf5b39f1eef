"""Drafts begun at the same moment, on real connections of their own."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.core.database import session
from app.events import services
from app.events.models import Event, Series
from app.events.rules.content import EventDetails
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.events.series import dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once

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
