"""A right that rests on two rows dies with either: nothing outlives the membership."""

from flask import Flask
from sqlalchemy import Table

from app.cohosting import policies as cohosting_policies
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.core.database import Base
from app.core.transaction import transaction
from app.organisations import policies, queries, services
from app.organisations.models import MemberRole
from app.organisations.rules import Standing
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory

#: Every table that names a user and an organisation, and why nothing in it is a right.
KNOWN = {
    "board_posts": "who wrote a post: a note; looking after it asks the memberships",
    "board_answers": "who answered: their word counts only while they act for the organisation",
    "memberships": "the source of every right; asked with `ended_at IS NULL`",
    "invitations": "who invited: the invitation is worth what that person may still do",
    "hosts": "who offered: a note; who may act is asked of the organisation's memberships",
    "kept_readings": "who reads a calendar in: a note; found through an organisation one organises",
    "proposals": "who proposed: a note; withdrawing asks the memberships",
    "proposal_versions": "who wrote a version: a note for the history",
    "ask_contacts": "who turned to a target, and for whom: a note for the record",
    "ask_wordings": "who wrote a host's own words: a note; writing asks the memberships",
    "gift_aid_claims": "who made a file: a note; making and taking one asks the memberships",
    "initiative_updates": "who wrote, and for whom: a note",
    "paper_batches": "who entered and checked, and for whom: a note; both ask the memberships",
    "petition_deliveries": "who handed over, and for whom: a note",
    "petition_updates": "who wrote, and for whom: a note",
    "tasks": "who does a task: a note; seeing and ticking ask the memberships",
    "spendings": "who wrote it down, and for whom: a note; writing and correcting ask the memberships",
    "status_entries": "who wrote and who read, and for whom: a note; both ask the memberships",
}


def targets(table: Table) -> set[str]:
    return {key.column.table.name for column in table.columns for key in column.foreign_keys}


def test_every_table_with_a_user_and_an_organisation_is_known(app: Flask) -> None:
    both = {
        name for name, table in Base.metadata.tables.items() if {"users", "organisations"} <= targets(table)
    }
    assert both == set(KNOWN), "say above why the new table gives no right of its own, and test it below"


def test_every_right_in_an_organisation_ends_with_the_membership(app: Flask) -> None:
    organisation = OrganisationFactory(owner=UserFactory())
    membership = MembershipFactory(organisation=organisation, role=MemberRole.OWNER)
    leaver = membership.user
    invitation = InvitationFactory(organisation=organisation, invited_by=leaver)
    with transaction():
        held = cohosting.begin(HeldKind.EVENT, "A walk", organisation=organisation, by=leaver)
    assert policies.can_manage(leaver, organisation)
    assert cohosting_policies.can_work_on(leaver, held)
    with transaction():
        services.end(membership, by=leaver)
    assert policies.role_of(leaver, organisation) is None
    for right in (policies.can_manage, policies.can_organise, policies.can_invite):
        assert not right(leaver, organisation)
    assert queries.organisations_of(leaver) == []
    assert queries.standing_of(invitation) is Standing.INVITER_LOST_RIGHT
    assert not cohosting_policies.can_work_on(leaver, held)
    assert not cohosting_policies.is_host_member(leaver, held)
    assert cohosting_policies.acting_organisations(leaver, held) == []


def test_the_invitations_of_someone_suspended_are_worth_nothing(app: Flask) -> None:
    organisation = OrganisationFactory()
    membership = MembershipFactory(organisation=organisation, role=MemberRole.OWNER)
    invitation = InvitationFactory(organisation=organisation, invited_by=membership.user)
    with transaction():
        membership.user.active = False
    assert queries.standing_of(invitation) is Standing.INVITER_LOST_RIGHT
