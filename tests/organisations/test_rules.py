from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.organisations import rules
from app.organisations.models import (
    InvitationStatus,
    MemberRole,
    Organisation,
    OrganisationStatus,
)
from app.organisations.rules import Fit, Missing, Objection, Standing

OWNER, ORGANISER, TREASURER, HELPER = MemberRole
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ACTOR, TARGET, THIRD = 1, 2, 3

people = st.integers(min_value=1, max_value=5)
rosters = st.dictionaries(people, st.sampled_from(MemberRole), min_size=1).filter(
    lambda roster: OWNER in roster.values()
)
steps = st.lists(
    st.tuples(
        st.sampled_from(["end", "role", "transfer", "join"]), people, people, st.sampled_from(MemberRole)
    ),
    max_size=40,
)


def apply(roster: dict[int, MemberRole], kind: str, actor: int, target: int, role: MemberRole) -> None:
    """Do a step when the rules do not object."""
    if kind == "join":
        roster.setdefault(target, role)
    elif kind == "end" and rules.objection_to_end(roster, actor=actor, target=target) is None:
        del roster[target]
    elif kind == "role" and rules.objection_to_role(roster, actor=actor, target=target, role=role) is None:
        roster[target] = role
    elif kind == "transfer" and rules.objection_to_transfer(roster, actor=actor, target=target) is None:
        roster[target], roster[actor] = OWNER, ORGANISER


@given(rosters, steps)
def test_no_sequence_of_steps_leaves_an_organisation_without_an_owner(roster, sequence):
    for step in sequence:
        apply(roster, *step)
        assert OWNER in roster.values()


@given(rosters, steps)
def test_nobody_gains_a_role_unless_an_owner_gives_it(roster, sequence):
    for kind, actor, target, role in sequence:
        if kind == "join":
            continue
        before = dict(roster)
        apply(roster, kind, actor, target, role)
        gained = [who for who in roster if before.get(who) is not roster[who] and who in before]
        assert not gained or before[actor] is OWNER


@pytest.mark.parametrize(("actor", "target"), list(product(MemberRole, MemberRole)))
def test_only_owners_change_roles(actor, target):
    roster = {ACTOR: actor, TARGET: target, THIRD: OWNER}
    new = next(role for role in MemberRole if role is not target)
    objection = rules.objection_to_role(roster, actor=ACTOR, target=TARGET, role=new)
    assert objection is (None if actor is OWNER else Objection.NOT_YOURS)


@pytest.mark.parametrize(("actor", "target"), list(product(MemberRole, MemberRole)))
def test_owners_end_anyone_and_organisers_end_helpers(actor, target):
    roster = {ACTOR: actor, TARGET: target, THIRD: OWNER}
    allowed = actor is OWNER or (actor is ORGANISER and target is HELPER)
    objection = rules.objection_to_end(roster, actor=ACTOR, target=TARGET)
    assert objection is (None if allowed else Objection.NOT_YOURS)


@pytest.mark.parametrize("role", MemberRole)
def test_everyone_may_leave_while_another_owner_stays(role):
    roster = {ACTOR: role, THIRD: OWNER}
    assert rules.objection_to_end(roster, actor=ACTOR, target=ACTOR) is None


def test_the_last_owner_can_neither_leave_nor_step_down():
    roster = {ACTOR: OWNER, TARGET: ORGANISER}
    assert rules.objection_to_end(roster, actor=ACTOR, target=ACTOR) is Objection.LAST_OWNER
    for role in (ORGANISER, TREASURER, HELPER):
        objection = rules.objection_to_role(roster, actor=ACTOR, target=ACTOR, role=role)
        assert objection is Objection.LAST_OWNER


def test_the_last_owner_may_leave_an_archived_organisation():
    assert rules.objection_to_end({ACTOR: OWNER}, actor=ACTOR, target=ACTOR, archived=True) is None


def test_the_last_owner_may_hand_over_to_a_member_only():
    roster = {ACTOR: OWNER, TARGET: HELPER}
    assert rules.objection_to_transfer(roster, actor=ACTOR, target=TARGET) is None
    assert rules.objection_to_transfer(roster, actor=TARGET, target=ACTOR) is Objection.NOT_YOURS
    assert rules.objection_to_transfer(roster, actor=ACTOR, target=ACTOR) is Objection.NO_CHANGE
    assert rules.objection_to_transfer(roster, actor=ACTOR, target=9) is Objection.NOT_A_MEMBER


def test_strangers_can_do_nothing_and_nothing_is_done_to_them():
    roster = {ACTOR: OWNER}
    for actor, target in ((9, ACTOR), (ACTOR, 9)):
        assert rules.objection_to_end(roster, actor=actor, target=target) is Objection.NOT_A_MEMBER
        role = rules.objection_to_role(roster, actor=actor, target=target, role=HELPER)
        assert role is Objection.NOT_A_MEMBER


def test_the_same_role_is_no_change():
    roster = {ACTOR: OWNER}
    objection = rules.objection_to_role(roster, actor=ACTOR, target=ACTOR, role=OWNER)
    assert objection is Objection.NO_CHANGE


def test_owners_give_every_role_organisers_that_of_a_helper_and_others_none():
    assert rules.roles_to_give(OWNER) == tuple(MemberRole)
    assert rules.roles_to_give(ORGANISER) == (HELPER,)
    assert rules.roles_to_give(TREASURER) == rules.roles_to_give(HELPER) == rules.roles_to_give(None) == ()


@pytest.mark.parametrize(("status", "to"), list(product(OrganisationStatus, OrganisationStatus)))
def test_a_status_moves_only_along_the_table(app: Flask, status, to):
    organisation = Organisation(name="A", slug="a", status=status)
    if to in rules.TRANSITIONS[status]:
        rules.move(organisation, to)
        assert organisation.status is to
    else:
        with pytest.raises(Refused):
            rules.move(organisation, to)
        assert organisation.status is status


def test_only_a_waiting_organisation_can_be_verified():
    ways_in = [status for status, to in rules.TRANSITIONS.items() if OrganisationStatus.VERIFIED in to]
    assert ways_in == [OrganisationStatus.WAITING]


def test_an_invitation_is_open_until_the_very_moment_it_expires():
    ends = NOW + rules.INVITATION_LASTS
    before = rules.standing_of(InvitationStatus.SENT, ends, ends - timedelta(microseconds=1))
    at = rules.standing_of(InvitationStatus.SENT, ends, ends)
    assert (before, at) == (Standing.OPEN, Standing.EXPIRED)


@pytest.mark.parametrize(
    ("status", "may", "archived", "standing"),
    [
        (InvitationStatus.ACCEPTED, True, False, Standing.ACCEPTED),
        (InvitationStatus.REVOKED, True, False, Standing.REVOKED),
        (InvitationStatus.REVOKED, False, True, Standing.REVOKED),
        (InvitationStatus.SENT, False, False, Standing.INVITER_LOST_RIGHT),
        (InvitationStatus.SENT, True, True, Standing.ARCHIVED),
        (InvitationStatus.SENT, True, False, Standing.OPEN),
    ],
)
def test_an_invitation_is_worth_what_its_inviter_may_still_do(status, may, archived, standing):
    later = NOW + timedelta(days=1)
    assert rules.standing_of(status, later, NOW, inviter_may=may, archived=archived) is standing


def test_an_invitation_fits_only_its_own_confirmed_address():
    assert rules.fit("a@b.org", "a@b.org", confirmed=True) is Fit.FITS
    assert rules.fit("a@b.org", "a@b.org", confirmed=False) is Fit.UNCONFIRMED
    assert rules.fit("a@b.org", "c@b.org", confirmed=True) is Fit.OTHER_ADDRESS
    assert rules.fit("a@b.org", "c@b.org", confirmed=False) is Fit.OTHER_ADDRESS


def test_what_is_missing_is_said_until_it_is_there():
    bare = Organisation(name="A", slug="a", purpose="", works_with="", area="", contact_email="")
    assert rules.missing(bare, owners=1) == list(Missing)
    full = Organisation(
        name="A", slug="a", purpose="p", works_with="w", area="x", contact_email="c@d.org", logo="l"
    )
    assert rules.missing(full, owners=2) == []


def test_a_masked_address_tells_its_owner_and_nobody_else():
    assert rules.masked("amina@example.org") == "a…@example.org"
