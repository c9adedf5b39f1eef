"""Who may see and change initiatives; a predicate and its SQL twin say the same."""

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.core.database import session
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.policies import (
    can_decide,
    can_edit,
    can_see_on_desk,
    decided_by,
    edited_by,
    is_listed,
    listed,
)
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory

WRITING = {MemberRole.OWNER, MemberRole.ORGANISER}
CLOSED = {InitiativeStatus.COMPLETED, InitiativeStatus.DELETED}


def among(condition: ColumnElement[bool], initiative: Initiative) -> bool:
    return session.scalar(select(Initiative.id).where(Initiative.id == initiative.id, condition)) is not None


@pytest.mark.parametrize("status", InitiativeStatus)
@pytest.mark.parametrize("role", [None, *MemberRole])
def test_predicates_and_conditions_agree(
    app: Flask, status: InitiativeStatus, role: MemberRole | None
) -> None:
    host = OrganisationFactory()
    initiative = make_initiative(status, hosts=[host, OrganisationFactory()])
    user: User = UserFactory()
    if role:
        MembershipFactory(organisation=host, user=user, role=role)
    assert can_see_on_desk(user, initiative) == (role is not None and status is not InitiativeStatus.DELETED)
    assert can_edit(user, initiative) == among(edited_by(user), initiative)
    assert can_edit(user, initiative) == (role in WRITING and status not in CLOSED)
    assert can_decide(user, initiative) == among(decided_by(user), initiative)
    assert can_decide(user, initiative) == (role in WRITING and status is not InitiativeStatus.DELETED)
    assert is_listed(initiative) == among(listed(), initiative)
    assert is_listed(initiative) == (status in {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED})
