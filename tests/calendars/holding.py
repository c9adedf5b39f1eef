"""Let two organisations hold an event together, through the services that people use."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.cohosting.services import Edit
from app.core.transaction import transaction
from app.events import queries, services
from app.events.models import Event
from app.events.rules.content import EventDetails, details_from
from tests.accounts.factories import UserFactory
from tests.events.factories import next_month
from tests.events.pairs import Pair
from tests.organisations.factories import MembershipFactory, OrganisationFactory


class Holders(Pair):
    """Two organisations that hold events together, and all that they do with one."""

    def publish(self, *, together: bool = True, **changes: Any) -> Event:
        """Draft and publish an event, alone or together."""
        starts = next_month()
        details = EventDetails(
            title="Walk by the water",
            summary="A slow walk.",
            description="We **walk**, then talk.",
            starts_local=starts,
            ends_local=starts + timedelta(hours=2),
            place_name="Boat house",
            place_area="Leeds",
            place_address="1 Canal Road",
        )
        with transaction():
            event = services.draft_event(replace(details, **changes), organisation=self.one, by=self.amina)
            if together:
                self.join(event)
        with transaction():
            services.propose_publication(event, by=self.amina, on_behalf_of=self.one)
        self.sign(event)
        return event

    def sign(self, event: Event) -> None:
        """Let the second organisation sign what waits for it, if anything does."""
        if cohosting_queries.open_proposal(event.cohosting) is not None:
            super().sign(event)

    def change(self, event: Event, **changes: Any) -> None:
        """Change an event, and sign it off where that is needed."""
        with transaction():
            details = replace(details_from(queries.working_content(event)), **changes)
            services.save_event(event, Edit(details, event.version, self.amina, self.one))
        self.sign(event)

    def cancel(self, event: Event, reason: str = "The boat house is flooded.") -> None:
        with transaction():
            services.propose_cancellation(event, reason, by=self.amina, on_behalf_of=self.one)
        self.sign(event)

    def postpone(self, event: Event, reason: str = "Storm.") -> None:
        with transaction():
            services.propose_postponement(event, reason, by=self.amina, on_behalf_of=self.one)
        self.sign(event)

    def withdraw(self, event: Event) -> None:
        with transaction():
            services.propose_withdrawal(event, by=self.amina, on_behalf_of=self.one)
        self.sign(event)

    def republish(self, event: Event) -> None:
        with transaction():
            services.propose_publication(event, by=self.amina, on_behalf_of=self.one)
        self.sign(event)

    def delete(self, event: Event) -> None:
        with transaction():
            services.delete_event(event, by=self.amina, on_behalf_of=self.one)
        self.sign(event)

    def leave(self, event: Event, *, second: bool = True) -> None:
        organisation, user = (self.two, self.ben) if second else (self.one, self.amina)
        with transaction():
            cohosting.leave(event.cohosting, organisation, by=user)


def make_holders() -> Holders:
    """Make the two organisations and their organisers."""
    mark = uuid4().hex[:8]
    one = OrganisationFactory(name="Steady Ground", slug=f"steady-ground-{mark}")
    two = OrganisationFactory(name="The Long Table", slug=f"the-long-table-{mark}")
    amina, ben = UserFactory(name="Amina"), UserFactory(name="Ben")
    MembershipFactory(organisation=one, user=amina)
    MembershipFactory(organisation=two, user=ben)
    return Holders(one, amina, two, ben)
