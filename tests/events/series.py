"""Make public series for tests, as their hosts would."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.core.transaction import transaction
from app.events import services
from app.events.models import Event, Series
from app.events.queries import coming_dates
from app.events.rules.content import EventDetails
from app.events.rules.recurrence import Rule
from app.events.rules.series import SeriesDetails, read_series
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.events.factories import next_month
from tests.organisations.factories import MembershipFactory, OrganisationFactory


def make_series(*hosts: Organisation, rule: Rule | None = None, **changes: Any) -> Series:
    """Make a public series with its dates; weekly and open unless a rule says otherwise."""
    hosts = hosts or (OrganisationFactory(),)
    people = [MembershipFactory(organisation=host, user=UserFactory()).user for host in hosts]
    starts = changes.pop("starts_local", next_month())
    details = EventDetails(
        title=changes.pop("title", "Slow walk"),
        summary="A slow walk.",
        starts_local=starts,
        ends_local=starts + timedelta(hours=2),
        place_name="Boat house",
        place_area="Leeds",
    )
    written = SeriesDetails(replace(details, **changes), rule or Rule())
    with transaction():
        series = services.draft_series(details, organisation=hosts[0], by=people[0])
        for host, person in zip(hosts[1:], people[1:], strict=True):
            offer = cohosting.offer(series.cohosting, organisation=host, by=people[0], on_behalf_of=hosts[0])
            cohosting.accept(offer, by=person)
        services.save_series(series, services.SeriesEdit(written, series.version, people[0], hosts[0]))
        services.propose_series(series, by=people[0], on_behalf_of=hosts[0])
        for host, person in zip(hosts[1:], people[1:], strict=True):
            proposal = cohosting_queries.open_proposal(series.cohosting)
            assert proposal is not None
            cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=person, on_behalf_of=host)
    return series


def change_series(series: Series, *, reason: str = "", rule: Rule | None = None, **changes: Any) -> None:
    """Change a series of one host, all its coming dates."""
    host = cohosting_queries.accepted_hosts(series.cohosting)[0]
    assert host.organisation is not None
    now = read_series(series.content)
    wanted = replace(now, details=replace(now.details, **changes), rule=rule or now.rule)
    edit = services.SeriesEdit(wanted, series.version, UserFactory(), host.organisation, reason=reason)
    with transaction():
        services.save_series(series, edit)


def dates(series: Series) -> Sequence[Event]:
    """Give the coming dates."""
    return coming_dates(series)
