"""Two people at the same moment, in real threads on a real database."""

from collections.abc import Callable

from flask import Flask

from app.accounts.models import User
from app.core.database import session
from app.core.errors import Refused
from app.organisations import queries, services
from app.organisations.models import Invitation, MemberRole, Membership
from app.organisations.rules import Profile
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory
from tests.racing import at_once

ROUNDS = 5


def said(app: Flask, *deeds: Callable[[], object]) -> list[str]:
    """Do everything at the same moment; say for each whether it was done or refused."""
    return sorted("refused" if isinstance(each, Refused) else "done" for each in at_once(app, *deeds))


def leaving(membership_id: int) -> Callable[[], None]:
    def deed() -> None:
        membership = session.get_one(Membership, membership_id)
        services.end(membership, by=membership.user)

    return deed


def stepping_down(membership_id: int) -> Callable[[], None]:
    def deed() -> None:
        membership = session.get_one(Membership, membership_id)
        services.change_role(membership, MemberRole.HELPER, by=membership.user)

    return deed


def test_two_owners_who_leave_at_once_leave_one(app: Flask) -> None:
    for first, second in [(leaving, leaving), (leaving, stepping_down), (stepping_down, stepping_down)]:
        for _round in range(ROUNDS):
            organisation = OrganisationFactory()
            owners = [
                MembershipFactory(organisation=organisation, role=MemberRole.OWNER).id for _ in range(2)
            ]
            outcome = said(app, first(owners[0]), second(owners[1]))
            assert outcome == ["done", "refused"]
            assert len(queries.members_of(organisation, [MemberRole.OWNER])) == 1


def accepting(invitation_id: int, user_id: int) -> Callable[[], None]:
    def deed() -> None:
        services.accept(session.get_one(Invitation, invitation_id), by=session.get_one(User, user_id))

    return deed


def revoking(invitation_id: int, user_id: int) -> Callable[[], None]:
    def deed() -> None:
        services.revoke(session.get_one(Invitation, invitation_id), by=session.get_one(User, user_id))

    return deed


def test_an_invitation_accepted_twice_at_once_gives_one_membership(app: Flask) -> None:
    for _round in range(ROUNDS):
        owner = UserFactory()
        organisation = OrganisationFactory(owner=owner)
        invitation = InvitationFactory(organisation=organisation, invited_by=owner)
        guest = UserFactory(email=invitation.email)
        deed = accepting(invitation.id, guest.id)
        assert said(app, deed, deed) == ["done", "done"]
        assert len(queries.members_of(organisation)) == 2


def test_taking_back_and_accepting_at_once_never_both_work(app: Flask) -> None:
    for _round in range(ROUNDS):
        owner = UserFactory()
        organisation = OrganisationFactory(owner=owner)
        invitation = InvitationFactory(organisation=organisation, invited_by=owner)
        guest = UserFactory(email=invitation.email)
        deeds = accepting(invitation.id, guest.id), revoking(invitation.id, owner.id)
        assert said(app, *deeds) == ["done", "refused"]


def founding(name: str, user_id: int) -> Callable[[], str]:
    def deed() -> str:
        return services.create(Profile(name=name), by=session.get_one(User, user_id)).slug

    return deed


def test_organisations_of_the_same_name_at_once_get_addresses_of_their_own(app: Flask) -> None:
    owners = [UserFactory().id for _owner in range(3)]
    for number in range(ROUNDS):
        name = f"haven{number}"
        slugs = at_once(app, *[founding(name, owner) for owner in owners])
        assert set(slugs) == {name, f"{name}-2", f"{name}-3"}


def test_two_presses_at_once_bring_one_organisation(app: Flask) -> None:
    owner = UserFactory().id
    for number in range(ROUNDS):
        name = f"hearth{number}"
        assert at_once(app, *[founding(name, owner)] * 3) == [name] * 3
