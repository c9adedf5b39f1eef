"""Two people at the same moment, in real threads on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from app.accounts.models import User
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations import queries, services
from app.organisations.models import Invitation, MemberRole, Membership
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory

ROUNDS = 5


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[str]:
    """Do everything at the same moment; say for each whether it was done or refused."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> str:
        with app.app_context():
            gate.wait()
            try:
                with transaction():
                    deed()
            except Refused:
                return "refused"
            finally:
                session.remove()
            return "done"

    session.rollback()
    with ThreadPoolExecutor(len(deeds)) as pool:
        outcome = sorted(pool.map(do, deeds))
    session.rollback()
    return outcome


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
            outcome = at_once(app, first(owners[0]), second(owners[1]))
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
        assert at_once(app, deed, deed) == ["done", "done"]
        assert len(queries.members_of(organisation)) == 2


def test_taking_back_and_accepting_at_once_never_both_work(app: Flask) -> None:
    for _round in range(ROUNDS):
        owner = UserFactory()
        organisation = OrganisationFactory(owner=owner)
        invitation = InvitationFactory(organisation=organisation, invited_by=owner)
        guest = UserFactory(email=invitation.email)
        deeds = accepting(invitation.id, guest.id), revoking(invitation.id, owner.id)
        assert at_once(app, *deeds) == ["done", "refused"]
