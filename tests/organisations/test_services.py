import io
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.accounts.facts import ErasureObstacles, PersonalData, SecondFactorDuty, UserErased
from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.core import clock, revisions
from app.core.database import session
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.facts import announce
from app.core.transaction import transaction
from app.organisations import jobs, policies, queries, services
from app.organisations.models import (
    InvitationStatus,
    MemberRole,
    Membership,
    Organisation,
    OrganisationStatus,
)
from app.organisations.queries import answers
from app.organisations.rules import Logo, Profile, Standing
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory

OWNER, ORGANISER, TREASURER, HELPER = MemberRole


@pytest.fixture
def owner(app: Flask) -> User:
    user: User = UserFactory(name="Amina", email="amina@people.test")
    return user


@pytest.fixture
def house(owner: User) -> Organisation:
    organisation: Organisation = OrganisationFactory(name="The Long Table", owner=owner)
    return organisation


def actions() -> list[Action]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def mails() -> list[tuple[str, str]]:
    rows = session.execute(select(Message.recipient, Message.template).order_by(Message.id))
    return [(recipient, template.partition("/")[2]) for recipient, template in rows]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, "PNG")
    return out.getvalue()


def profile_of(organisation: Organisation, **changes: object) -> Profile:
    values = {
        name: getattr(organisation, name)
        for name in ("name", "purpose", "works_with", "area", "contact_email", "time_zone")
    }
    return Profile(**{**values, **changes})


# Bringing one here and describing it


def test_whoever_brings_an_organisation_owns_it_and_it_starts_unverified(owner):
    with transaction():
        made = services.create(Profile(name="Café Zuversicht"), by=owner)
    assert (made.slug, made.status) == ("cafe-zuversicht", OrganisationStatus.UNVERIFIED)
    assert policies.role_of(owner, made) is OWNER
    assert actions() == [Action.ORGANISATION_CREATED, Action.MEMBERSHIP_STARTED]


def test_the_same_name_twice_gives_two_addresses_and_reserved_words_none(owner):
    other = UserFactory()
    with transaction():
        brought = ("New", owner), ("Haven", owner), ("Haven", other)
        slugs = [services.create(Profile(name=name), by=by).slug for name, by in brought]
    assert slugs == ["new-2", "haven", "haven-2"]


@pytest.mark.parametrize("slug", ["", "our-haven"])
def test_who_presses_twice_has_one_organisation(owner, slug):
    with transaction():
        first, again = (services.create(Profile(name="Haven"), slug=slug, by=owner) for _press in range(2))
    assert again is first
    assert actions() == [Action.ORGANISATION_CREATED, Action.MEMBERSHIP_STARTED]
    with clock.moved(timedelta(minutes=11)), transaction():
        assert services.create(Profile(name="Haven"), by=owner).slug == ("haven" if slug else "haven-2")


@pytest.mark.parametrize("slug", ["new", "the-long-table"])
def test_a_chosen_address_that_is_taken_is_refused_at_its_field(house, owner, slug):
    with pytest.raises(Invalid) as caught, transaction():
        services.create(Profile(name="Another"), slug=slug, by=owner)
    assert caught.value.field == "slug"


def test_a_changed_profile_is_written_down_and_shown_anew(house, owner):
    before = revisions.numbers(["organisation:the-long-table", "organisations"])
    with transaction():
        changed = profile_of(house, name="The Longer Table", links=(("Site", "https://table.example"),))
        services.save_profile(house, changed, Logo(), seen_version=1, by=owner)
    assert (house.name, house.slug, house.version) == ("The Longer Table", "the-long-table", 2)
    assert house.links == [{"label": "Site", "url": "https://table.example"}]
    after = revisions.numbers(["organisation:the-long-table", "organisations"])
    assert all(new == old + 1 for old, new in zip(before, after, strict=True))
    entry = session.scalars(select(AuditEntry)).one()
    assert entry.detail == {"fields": ["name", "links"], "name": ["The Long Table", "The Longer Table"]}


def test_an_unverified_organisation_changes_unseen(owner):
    house = OrganisationFactory(status=OrganisationStatus.UNVERIFIED, owner=owner)
    with transaction():
        services.save_profile(house, profile_of(house, area="York"), Logo(), seen_version=1, by=owner)
    assert revisions.numbers([f"organisation:{house.slug}"]) == (0,)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(house, owner):
    with transaction():
        services.save_profile(house, profile_of(house, area="York"), Logo(), seen_version=1, by=owner)
    with pytest.raises(Conflict), transaction():
        services.save_profile(house, profile_of(house, area="Hull"), Logo(), seen_version=1, by=owner)
    assert house.area == "York"


def test_saving_the_same_twice_is_one_change(house, owner):
    for _ in range(2):
        with transaction():
            services.save_profile(house, profile_of(house, area="York"), Logo(), seen_version=1, by=owner)
    assert actions() == [Action.ORGANISATION_CHANGED]


def test_a_logo_is_kept_described_and_taken_away(house, owner):
    with transaction():
        logo = Logo("Two hands", picture())
        services.save_profile(house, profile_of(house), logo, seen_version=1, by=owner)
    assert house.logo is not None
    assert house.logo_alt == "Two hands"
    with transaction():
        services.save_profile(house, profile_of(house), Logo(remove=True), seen_version=2, by=owner)
    assert (house.logo, house.logo_alt) == (None, "")


def test_a_file_that_is_no_picture_is_refused_at_its_field(house, owner):
    with pytest.raises(Invalid) as caught, transaction():
        services.save_profile(house, profile_of(house), Logo("x", b"no"), seen_version=1, by=owner)
    assert caught.value.field == "logo"


# Members


def test_a_role_changes_and_the_member_is_told(house, owner):
    other = MembershipFactory(organisation=house, role=HELPER)
    with transaction():
        services.change_role(other, ORGANISER, by=owner)
    assert other.role is ORGANISER
    assert actions() == [Action.MEMBERSHIP_ROLE_CHANGED]
    assert mails() == [(other.user.email, "role_changed")]


def test_giving_the_same_role_again_does_nothing(house, owner):
    other = MembershipFactory(organisation=house, role=HELPER)
    with transaction():
        services.change_role(other, HELPER, by=owner)
    assert actions() == mails() == []


def test_only_owners_change_roles(house):
    organiser = MembershipFactory(organisation=house, role=ORGANISER)
    with pytest.raises(Forbidden), transaction():
        services.change_role(organiser, OWNER, by=organiser.user)


def test_handing_over_swaps_owner_and_organiser_in_one_step(house, owner):
    other = MembershipFactory(organisation=house, role=TREASURER)
    with transaction():
        services.transfer(other, by=owner)
    assert policies.role_of(other.user, house) is OWNER
    assert policies.role_of(owner, house) is ORGANISER
    assert mails() == [(other.user.email, "role_changed")]


def test_the_only_owner_cannot_leave_and_is_told_what_helps(house, owner):
    own = queries.membership_of(owner, house)
    with pytest.raises(Refused, match="Make someone else an owner"), transaction():
        services.end(own, by=owner)
    assert policies.role_of(owner, house) is OWNER


def test_an_ended_member_is_told_and_leaving_twice_is_harmless(house, owner):
    other = MembershipFactory(organisation=house, role=HELPER)
    for _ in range(2):
        with transaction():
            services.end(other, by=owner)
    assert policies.role_of(other.user, house) is None
    assert mails() == [(other.user.email, "removed")]
    assert actions() == [Action.MEMBERSHIP_ENDED]


def test_who_leaves_gets_no_mail_about_it(house):
    other = MembershipFactory(organisation=house, role=HELPER)
    with transaction():
        services.end(other, by=other.user)
    assert mails() == []


def test_roles_do_not_change_in_an_archived_organisation(owner):
    house = OrganisationFactory(status=OrganisationStatus.ARCHIVED, owner=owner)
    other = MembershipFactory(organisation=house, role=HELPER)
    for change in (
        lambda: services.change_role(other, OWNER, by=owner),
        lambda: services.transfer(other, by=owner),
    ):
        with pytest.raises(Refused, match="archived"), transaction():
            change()


# Invitations


def test_an_invitation_is_mailed_with_a_link_that_only_the_mail_holds(house, owner):
    with transaction():
        invitation = services.invite(house, "New.Friend@Example.org", ORGANISER, by=owner)
    text = session.scalars(select(Message.text)).one()
    token = text.partition("/invitations/")[2].split()[0]
    assert queries.invitation_by_token(token) == invitation
    assert token not in invitation.token_hash
    assert invitation.email == "new.friend@example.org"
    assert mails() == [("new.friend@example.org", "invited")]
    assert actions() == [Action.INVITATION_SENT]


def test_the_mail_speaks_the_language_of_whoever_is_invited(house, owner):
    UserFactory(email="ami@example.org", language="fr")
    with transaction():
        services.invite(house, "ami@example.org", HELPER, by=owner)
    assert session.scalars(select(Message.language)).one() == "fr"


def test_nobody_is_invited_twice_at_once_nor_who_is_here_already(house, owner):
    InvitationFactory(organisation=house, email="a@example.org", invited_by=owner)
    for address in ("A@example.org", owner.email):
        with pytest.raises(Invalid) as caught, transaction():
            services.invite(house, address, HELPER, by=owner)
        assert caught.value.field == "email"


def test_an_invitation_that_ran_out_is_renewed_by_inviting_again(house, owner):
    old = InvitationFactory(
        organisation=house, email="a@example.org", invited_by=owner, sent_at=clock.now() - timedelta(days=15)
    )
    assert queries.standing_of(old) is Standing.EXPIRED
    with transaction():
        renewed = services.invite(house, "a@example.org", ORGANISER, by=owner)
    assert renewed == old
    assert queries.standing_of(old) is Standing.OPEN
    assert old.role is ORGANISER


def test_organisers_invite_helpers_and_nobody_more(house):
    organiser = MembershipFactory(organisation=house, role=ORGANISER).user
    with transaction():
        services.invite(house, "h@example.org", HELPER, by=organiser)
    for role in (OWNER, ORGANISER, TREASURER):
        with pytest.raises(Forbidden), transaction():
            services.invite(house, "x@example.org", role, by=organiser)


def test_there_is_an_end_to_open_invitations(house, owner):
    for number in range(50):
        InvitationFactory(organisation=house, email=f"many{number}@example.org", invited_by=owner)
    with pytest.raises(Refused, match="many open"), transaction():
        services.invite(house, "one.more@example.org", HELPER, by=owner)


def test_sending_again_ends_the_old_link(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner, token="old-token")
    with transaction():
        services.resend(invitation, by=owner)
    assert queries.invitation_by_token("old-token") is None
    assert mails() == [(invitation.email, "invited")]


def test_taking_back_is_harmless_twice_and_too_late_after_acceptance(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner)
    for _ in range(2):
        with transaction():
            services.revoke(invitation, by=owner)
    assert actions() == [Action.INVITATION_REVOKED]
    with pytest.raises(Refused), transaction():
        services.resend(invitation, by=owner)
    accepted = InvitationFactory(organisation=house, invited_by=owner, status=InvitationStatus.ACCEPTED)
    with pytest.raises(Refused), transaction():
        services.revoke(accepted, by=owner)


def test_accepting_gives_the_role_and_pressing_twice_gives_it_once(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner, role=TREASURER)
    guest = UserFactory(email=invitation.email)
    for _ in range(2):
        with transaction():
            services.accept(invitation, by=guest)
    assert policies.role_of(guest, house) is TREASURER
    assert actions() == [Action.INVITATION_ACCEPTED, Action.MEMBERSHIP_STARTED]


def test_an_invitation_works_once_even_for_who_left_again(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner)
    guest = UserFactory(email=invitation.email)
    with transaction():
        membership = services.accept(invitation, by=guest)
    with transaction():
        services.end(membership, by=guest)
    with pytest.raises(Refused), transaction():
        services.accept(invitation, by=guest)
    assert policies.role_of(guest, house) is None


def test_a_member_who_accepts_keeps_the_role_they_have(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner, role=HELPER)
    guest = UserFactory(email=invitation.email)
    MembershipFactory(organisation=house, user=guest, role=ORGANISER)
    with transaction():
        services.accept(invitation, by=guest)
    assert policies.role_of(guest, house) is ORGANISER


@pytest.mark.parametrize("change", [{"email": "someone.else@example.org"}, {"confirmed_at": None}])
def test_only_the_invited_confirmed_address_accepts(house, owner, change):
    invitation = InvitationFactory(organisation=house, invited_by=owner)
    guest = UserFactory(**{"email": invitation.email, **change})
    with pytest.raises(Refused), transaction():
        services.accept(invitation, by=guest)
    assert policies.role_of(guest, house) is None


def test_an_invitation_dies_with_the_right_of_whoever_sent_it(house, owner):
    second = MembershipFactory(organisation=house, role=OWNER)
    invitation = InvitationFactory(organisation=house, invited_by=second.user, role=OWNER)
    guest = UserFactory(email=invitation.email)
    with transaction():
        services.end(second, by=owner)
    assert queries.standing_of(invitation) is Standing.INVITER_LOST_RIGHT
    assert queries.invitations_for(guest) == []
    with pytest.raises(Refused), transaction():
        services.accept(invitation, by=guest)
    with transaction():
        services.resend(invitation, by=owner)
    with transaction():
        services.accept(invitation, by=guest)
    assert policies.role_of(guest, house) is OWNER


# Verification and the end


def test_staff_vouch_and_owners_are_told(owner):
    house = OrganisationFactory(status=OrganisationStatus.UNVERIFIED, owner=owner)
    MembershipFactory(organisation=house, role=HELPER)
    clerk = UserFactory(is_staff=True)
    for _ in range(2):
        with transaction():
            services.request_verification(house, "We meet on Mondays.", by=owner)
    assert queries.waiting_for_verification() == [house]
    for _ in range(2):
        with transaction():
            services.verify(house, "Nice to meet you.", by=clerk)
    assert policies.can_publish(house)
    assert mails() == [(owner.email, "verified")]
    assert actions() == [Action.ORGANISATION_VERIFICATION_REQUESTED, Action.ORGANISATION_VERIFIED]


def test_staff_say_no_with_a_reason_and_may_be_asked_again(owner):
    house = OrganisationFactory(status=OrganisationStatus.WAITING, owner=owner)
    clerk = UserFactory(is_staff=True)
    with transaction():
        services.reject(house, "We found no trace.", by=clerk)
    assert (house.status, house.status_note) == (OrganisationStatus.REJECTED, "We found no trace.")
    assert mails() == [(owner.email, "not_verified")]
    with transaction():
        services.request_verification(house, "Here is our register number.", by=owner)
    assert house.status is OrganisationStatus.WAITING


def test_staff_take_their_word_back(house):
    with transaction():
        services.reject(house, "It is somebody else's name.", by=UserFactory(is_staff=True))
    assert not policies.can_publish(house)
    assert not house.is_public
    assert queries.listed_organisations().items == []


def test_nobody_vouches_for_who_has_not_asked(owner):
    house = OrganisationFactory(status=OrganisationStatus.UNVERIFIED, owner=owner)
    with pytest.raises(Refused), transaction():
        services.verify(house, by=UserFactory(is_staff=True))


def test_archiving_ends_invitations_and_reopening_needs_staff_again(house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner)
    for _ in range(2):
        with transaction():
            services.archive(house, by=owner)
    assert house.is_archived
    assert house.is_public
    assert invitation.status is InvitationStatus.REVOKED
    assert actions() == [Action.ORGANISATION_ARCHIVED]
    with transaction():
        services.reopen(house, by=owner)
    assert house.status is OrganisationStatus.UNVERIFIED
    assert not house.is_public


# What accounts asks


def test_who_owns_alone_has_to_settle_that_before_being_erased(house, owner):
    assert "The Long Table" in answers.erasure_obstacles(ErasureObstacles(owner))[0]
    with pytest.raises(Refused), transaction():
        announce(UserErased(owner))
    with transaction():
        services.archive(house, by=owner)
    assert answers.erasure_obstacles(ErasureObstacles(owner)) == []


def test_who_is_erased_works_nowhere_and_no_invitation_knows_them(house, owner):
    gone = UserFactory()
    membership = MembershipFactory(organisation=house, user=gone)
    invitation = InvitationFactory(email=gone.email, invited_by=owner)
    with transaction():
        announce(UserErased(gone))
    assert membership.ended_at is not None
    assert (invitation.email, invitation.status) == ("", InvitationStatus.REVOKED)
    assert session.scalars(select(Membership).where(Membership.user_id == gone.id)).one().ended_at


@pytest.mark.parametrize("status", InvitationStatus)
def test_the_address_of_an_invitation_is_forgotten_90_days_after_it_ran_out(house, owner, status):
    invitation = InvitationFactory(organisation=house, invited_by=owner, status=status)
    other = InvitationFactory(organisation=house, invited_by=owner, status=status)
    with clock.moved(timedelta(days=14 + 89)):
        jobs.forget_old_addresses()
    assert invitation.email
    with clock.moved(timedelta(days=14 + 91)):
        jobs.forget_old_addresses()
    session.refresh(invitation)
    assert invitation.email == other.email == ""
    assert invitation.status is not InvitationStatus.SENT


@pytest.mark.parametrize("role", MemberRole)
def test_owners_and_treasurers_need_a_second_factor(house, role):
    user = MembershipFactory(organisation=house, role=role).user
    assert answers.second_factor_duty(SecondFactorDuty(user)) is (role in (OWNER, TREASURER))


def test_people_get_their_memberships_and_no_address_of_others(house, owner):
    InvitationFactory(organisation=house, invited_by=owner, email="third@example.org")
    part = answers.personal_data(PersonalData(owner))
    assert part.content["memberships"][0]["organisation"] == "The Long Table"
    assert part.content["invitations"][0]["direction"] == "sent"
    assert "third@example.org" not in str(part)
