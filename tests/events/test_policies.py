"""Who may see and change an event, and which events lists show."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.cohosting.models import Host, HostStatus
from app.core import clock
from app.core.database import session
from app.events.models import Event, EventStatus, EventVisibility
from app.events.policies import (
    can_decide,
    can_edit,
    can_see,
    can_see_on_desk,
    listed,
)
from app.events.rules import EDITABLE, SHOWN
from app.organisations.models import MemberRole, Organisation
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory

ORGANISING = {MemberRole.OWNER, MemberRole.ORGANISER}


def member(organisation: Organisation, role: MemberRole) -> User:
    user = UserFactory()
    MembershipFactory(organisation=organisation, user=user, role=role)
    return user


@pytest.mark.parametrize("status", EventStatus)
def test_strangers_see_what_is_shown_and_nothing_else(app: Flask, status: EventStatus) -> None:
    event, stranger = EventFactory(status=status), UserFactory()
    assert can_see(None, event) == (status in SHOWN)
    assert can_see(stranger, event) == (status in SHOWN)
    assert not can_see_on_desk(stranger, event)
    assert not can_edit(stranger, event)
    assert not can_decide(stranger, event)


@pytest.mark.parametrize("role", MemberRole)
@pytest.mark.parametrize("status", EventStatus)
def test_members_see_and_organisers_write(app: Flask, status: EventStatus, role: MemberRole) -> None:
    host = OrganisationFactory()
    event, user = EventFactory(hosts=[OrganisationFactory(), host], status=status), member(host, role)
    exists = status is not EventStatus.DELETED
    assert can_see(user, event) == can_see_on_desk(user, event) == exists
    assert can_edit(user, event) == (role in ORGANISING and status in EDITABLE)
    assert can_decide(user, event) == (role in ORGANISING and exists)


@pytest.mark.parametrize("role", MemberRole)
@pytest.mark.parametrize("status", HostStatus)
def test_those_who_were_asked_read_and_those_who_left_do_not(
    app: Flask, status: HostStatus, role: MemberRole
) -> None:
    event, asked = EventFactory(status=EventStatus.DRAFT), OrganisationFactory()
    session.add(Host(cohosting=event.cohosting, organisation=asked, status=status, offered_at=clock.now()))
    session.commit()
    user = member(asked, role)
    reads = status is HostStatus.ACCEPTED or (status is HostStatus.OFFERED and role in ORGANISING)
    assert can_see_on_desk(user, event) == reads
    assert can_edit(user, event) == (status is HostStatus.ACCEPTED and role in ORGANISING)


def test_rights_end_with_the_membership(app: Flask) -> None:
    host, user = OrganisationFactory(), UserFactory()
    membership = MembershipFactory(organisation=host, user=user, role=MemberRole.OWNER)
    event = EventFactory(hosts=[host], status=EventStatus.DRAFT)
    assert can_edit(user, event)
    membership.ended_at = clock.now()
    session.commit()
    assert not can_see_on_desk(user, event)
    assert not can_edit(user, event)


@pytest.mark.parametrize("visibility", EventVisibility)
@pytest.mark.parametrize("status", EventStatus)
def test_lists_show_only_what_everyone_may_find(
    app: Flask, status: EventStatus, visibility: EventVisibility
) -> None:
    event = EventFactory(status=status, visibility=visibility)
    found = session.scalar(select(Event.id).where(Event.id == event.id, listed()))
    assert (found is not None) == (status in SHOWN and visibility is EventVisibility.PUBLIC)
