"""Who may see and change funds; a predicate and its SQL twin say the same."""

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.core.database import session
from app.donations.models import Fund, FundStatus
from app.donations.policies import (
    can_decide,
    can_edit,
    can_keep,
    can_keep_money,
    can_see_on_desk,
    decided_by,
    is_listed,
    kept_by,
    listed,
    money_kept_by,
)
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from tests.accounts.factories import UserFactory
from tests.donations.factories import make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory

WRITING = {MemberRole.OWNER, MemberRole.ORGANISER}
KEEPING = {MemberRole.OWNER, MemberRole.TREASURER}


def among(condition: ColumnElement[bool], fund: Fund) -> bool:
    return session.scalar(select(Fund.id).where(Fund.id == fund.id, condition)) is not None


@pytest.mark.parametrize("status", FundStatus)
@pytest.mark.parametrize("role", [None, *MemberRole])
def test_predicates_and_conditions_agree(app: Flask, status: FundStatus, role: MemberRole | None) -> None:
    host = OrganisationFactory()
    fund = make_fund(status, hosts=[host, OrganisationFactory()])
    user: User = UserFactory()
    if role:
        MembershipFactory(organisation=host, user=user, role=role)
    is_there = status is not FundStatus.DELETED
    assert can_see_on_desk(user, fund) == (role is not None and is_there)
    assert can_edit(user, fund) == (role in WRITING and is_there and status is not FundStatus.CLOSED)
    assert can_decide(user, fund) == among(decided_by(user), fund) == (role in WRITING and is_there)
    assert can_keep(user, fund) == among(kept_by(user), fund) == (role in KEEPING and is_there)
    assert is_listed(fund) == among(listed(), fund) == (status in {FundStatus.OPEN, FundStatus.CLOSED})


@pytest.mark.parametrize("status", [OrganisationStatus.VERIFIED, OrganisationStatus.ARCHIVED])
@pytest.mark.parametrize("role", [None, *MemberRole])
def test_only_owners_and_treasurers_look_after_money(
    app: Flask, status: OrganisationStatus, role: MemberRole | None
) -> None:
    organisation, user = OrganisationFactory(status=status), UserFactory()
    if role:
        MembershipFactory(organisation=organisation, user=user, role=role)
    query = select(Organisation.id).where(Organisation.id == organisation.id, money_kept_by(user))
    may = role in KEEPING and status is OrganisationStatus.VERIFIED
    assert can_keep_money(user, organisation) == (session.scalar(query) is not None) == may
