import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.organisations import policies
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.organisations.policies import ORGANISING
from tests.accounts.factories import UserFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory

EVERYONE = [None, *MemberRole]


def person(organisation: Organisation, role: MemberRole | None) -> User:
    user: User = UserFactory()
    if role is not None:
        MembershipFactory(organisation=organisation, user=user, role=role)
    return user


def matched(user: User, condition: object) -> bool:
    return session.scalar(select(Organisation.id).where(condition)) is not None


@pytest.mark.parametrize("role", EVERYONE)
def test_each_right_belongs_to_its_roles(app: Flask, role):
    organisation = OrganisationFactory()
    user = person(organisation, role)
    assert policies.role_of(user, organisation) is role
    assert policies.is_member(user, organisation) is (role is not None)
    assert policies.can_manage(user, organisation) is (role is MemberRole.OWNER)
    for right in (policies.can_organise, policies.can_invite):
        assert right(user, organisation) is (role in ORGANISING)
    assert policies.can_reopen(user, organisation) is False


@pytest.mark.parametrize("role", EVERYONE)
def test_rights_agree_with_their_twins_in_sql(app: Flask, role):
    organisation = OrganisationFactory()
    user = person(organisation, role)
    assert matched(user, policies.organisations_where(user)) is policies.is_member(user, organisation)
    assert matched(user, policies.organised_by(user)) is policies.can_organise(user, organisation)


@pytest.mark.parametrize("role", MemberRole)
def test_an_archived_organisation_gives_no_right_but_to_reopen_it(app: Flask, role):
    organisation = OrganisationFactory(status=OrganisationStatus.ARCHIVED)
    user = person(organisation, role)
    assert not policies.can_manage(user, organisation)
    assert not policies.can_organise(user, organisation)
    assert not matched(user, policies.organised_by(user))
    assert policies.can_reopen(user, organisation) is (role is MemberRole.OWNER)


@pytest.mark.parametrize("role", MemberRole)
def test_an_ended_membership_gives_no_right(app: Flask, role):
    organisation = OrganisationFactory()
    user: User = UserFactory()
    MembershipFactory(organisation=organisation, user=user, role=role, ended_at=clock.now())
    assert policies.role_of(user, organisation) is None
    assert not matched(user, policies.organisations_where(user))
    assert not matched(user, policies.organised_by(user))


def test_rights_in_one_organisation_say_nothing_about_another(app: Flask):
    organisation, other = OrganisationFactory(), OrganisationFactory()
    user = person(organisation, MemberRole.OWNER)
    assert policies.role_of(user, other) is None
    assert not policies.can_manage(user, other)


@pytest.mark.parametrize("status", OrganisationStatus)
def test_only_a_verified_organisation_publishes(app: Flask, status):
    organisation = OrganisationFactory(status=status)
    assert policies.can_publish(organisation) is (status is OrganisationStatus.VERIFIED)


@pytest.mark.parametrize("status", OrganisationStatus)
@pytest.mark.parametrize("was_verified", [True, False])
def test_strangers_see_what_was_verified_and_was_not_taken_back(app: Flask, status, was_verified):
    organisation = OrganisationFactory(status=status, verified_at=clock.now() if was_verified else None)
    seen = status is OrganisationStatus.VERIFIED or (status is OrganisationStatus.ARCHIVED and was_verified)
    assert policies.can_see(None, organisation) is seen
    assert policies.can_see(UserFactory(), organisation) is seen
    assert policies.can_see(UserFactory(is_staff=True), organisation)
    assert policies.can_see(person(organisation, MemberRole.HELPER), organisation)


def test_only_people_with_a_confirmed_address_bring_organisations(app: Flask):
    assert policies.can_create(UserFactory())
    assert not policies.can_create(UserFactory(confirmed_at=None))
    assert not policies.can_create(UserFactory(active=False))
