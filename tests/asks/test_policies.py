"""Who may see and change asks; a predicate and its SQL twin say the same."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, select

from app.accounts.models import User
from app.asks.models import Ask, AskStatus
from app.asks.policies import (
    can_correct,
    can_edit,
    can_see_on_desk,
    edited_by,
    is_hidden,
    is_listed,
    listed,
)
from app.asks.queries import asks_of_hosts
from app.core import clock
from app.core.database import session
from app.organisations.models import MemberRole, Organisation
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.organisations.factories import MembershipFactory, OrganisationFactory

DAY = date(2026, 5, 7)
NEAR = [None, *(DAY + timedelta(days=each) for each in (-1, 0, 1))]


def member(organisation: Organisation, role: MemberRole) -> User:
    user = UserFactory()
    MembershipFactory(organisation=organisation, user=user, role=role)
    return user


def among(condition: ColumnElement[bool], ask: Ask) -> bool:
    return session.scalar(select(Ask.id).where(Ask.id == ask.id, condition)) is not None


@pytest.mark.parametrize("status", AskStatus)
@pytest.mark.parametrize("role", [None, *MemberRole])
def test_predicates_and_conditions_agree(app: Flask, status: AskStatus, role: MemberRole | None) -> None:
    host = OrganisationFactory()
    ask = make_ask(hosts=[host, OrganisationFactory()], status=status)
    user = member(host, role) if role else UserFactory()
    assert can_see_on_desk(user, ask) == (role is not None and status is not AskStatus.DELETED)
    assert can_edit(user, ask) == among(edited_by(user), ask)
    assert can_edit(user, ask) == (
        role in {MemberRole.OWNER, MemberRole.ORGANISER} and status is not AskStatus.DELETED
    )


@pytest.mark.parametrize("status", AskStatus)
@pytest.mark.parametrize("first", NEAR)
@pytest.mark.parametrize("last", NEAR)
def test_an_ask_is_listed_outside_its_window_only(
    app: Flask, status: AskStatus, first: date | None, last: date | None
) -> None:
    ask = make_ask(status=status, hidden_from=first, hidden_until=last)
    assert is_listed(ask, DAY) == among(listed(DAY), ask)
    assert is_listed(ask, DAY) == (status is AskStatus.PUBLISHED and not is_hidden(ask, DAY))


def test_without_a_window_nothing_is_hidden(app: Flask) -> None:
    assert not is_hidden(make_ask(), DAY)
    assert is_hidden(make_ask(hidden_from=DAY, hidden_until=DAY), DAY)
    assert not is_hidden(make_ask(hidden_from=DAY, hidden_until=DAY), DAY + timedelta(days=1))


@pytest.mark.parametrize("role", [None, *MemberRole])
def test_those_who_entered_a_target_correct_it(app: Flask, role: MemberRole | None) -> None:
    organisation = OrganisationFactory()
    target = make_target(entered_by=organisation)
    user = member(organisation, role) if role else UserFactory()
    assert can_correct(user, target) == (role in {MemberRole.OWNER, MemberRole.ORGANISER})


def test_asks_of_hosts_are_those_that_any_of_them_holds(app: Flask) -> None:
    one, other, third = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    both = make_ask(hosts=[one, other], title="A")
    own = make_ask(hosts=[one, third], title="B")
    make_ask(hosts=[third], title="C")
    make_ask(hosts=[one], title="D", status=AskStatus.DRAFT)
    assert list(asks_of_hosts(both.cohosting)) == [both, own]


def test_published_asks_leave_out_what_rests(app: Flask) -> None:
    today = clock.now().date()
    shown = make_ask()
    make_ask(hidden_from=today, hidden_until=today)
    make_ask(status=AskStatus.WITHDRAWN)
    assert list(session.scalars(select(Ask).where(listed(today)))) == [shown]
