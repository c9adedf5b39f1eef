import html
import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.organisations import policies, queries, services
from app.organisations.models import (
    InvitationStatus,
    MemberRole,
    Organisation,
    OrganisationStatus,
)
from app.organisations.rules import Logo, Profile
from app.outbox.models import Message
from tests.accounts.factories import UserFactory
from tests.organisations.factories import InvitationFactory, MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in

OWNER, ORGANISER, TREASURER, HELPER = MemberRole
HOUSE = "/desk/organisations/the-long-table"
PROFILE = {
    "name": "The Long Table",
    "purpose": "We eat and talk.",
    "works_with": "Anyone",
    "area": "Leeds",
    "time_zone": "Europe/London",
    "version": "1",
}


@pytest.fixture
def owner(app: Flask) -> User:
    user: User = UserFactory(name="Amina", email="amina@example.org")
    return user


@pytest.fixture
def house(owner: User) -> Organisation:
    made: Organisation = OrganisationFactory(name="The Long Table", owner=owner)
    return made


@pytest.fixture
def as_owner(client: FlaskClient, house: Organisation, owner: User) -> FlaskClient:
    sign_in(client, owner)
    return client


def text(response):
    return response.get_data(as_text=True)


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, "PNG")
    out.seek(0)
    return out


# Who may open and do what


SCREENS = ["", "/edit", "/members", "/invitations", "/verification", "/archive"]
DEEDS = [
    "/edit",
    "/leave",
    "/archive",
    "/reopen",
    "/verification",
    "/invitations",
    "/invitations/1/resend",
    "/invitations/1/revoke",
    "/members/1/role",
    "/members/1/end",
    "/members/1/transfer",
]
OPEN_TO = {
    "": set(MemberRole),
    "/members": set(MemberRole),
    "/invitations": {OWNER, ORGANISER},
    "/edit": {OWNER},
    "/archive": {OWNER},
}


@pytest.mark.parametrize("path", SCREENS)
def test_strangers_are_led_to_sign_in_and_other_people_find_nothing(client, house, path):
    answer = client.get(HOUSE + path)
    assert answer.status_code == 303
    assert "/login" in answer.location
    sign_in(client, UserFactory())
    assert client.get(HOUSE + path).status_code == 404


@pytest.mark.parametrize("path", DEEDS)
def test_people_from_elsewhere_can_do_nothing_here(client, house, path):
    elsewhere = UserFactory()
    OrganisationFactory(owner=elsewhere)
    sign_in(client, elsewhere)
    assert client.post(HOUSE + path).status_code == 404


@pytest.mark.parametrize("role", MemberRole)
@pytest.mark.parametrize("path", OPEN_TO)
def test_each_screen_opens_to_its_roles(client, house, path, role):
    sign_in(client, MembershipFactory(organisation=house, role=role).user)
    expected = 200 if role in OPEN_TO[path] else 403
    assert client.get(HOUSE + path).status_code == expected


@pytest.mark.parametrize("role", [ORGANISER, TREASURER, HELPER])
def test_nobody_but_owners_changes_the_organisation_or_its_people(client, house, owner, role):
    own = MembershipFactory(organisation=house, role=role)
    target = queries.membership_of(owner, house)
    sign_in(client, own.user)
    for path, data in [
        ("/edit", PROFILE),
        ("/archive", {}),
        ("/verification", {"text": "x" * 50}),
        (f"/members/{own.id}/role", {"role": "owner"}),
        (f"/members/{own.id}/transfer", {}),
        (f"/members/{target.id}/end", {}),
    ]:
        assert client.post(HOUSE + path, data=data).status_code == 403, path
    assert policies.role_of(own.user, house) is role


def test_numbers_of_another_organisation_lead_nowhere(as_owner, house):
    foreign = MembershipFactory(role=HELPER)
    invitation = InvitationFactory(organisation=foreign.organisation)
    for path in (
        f"/members/{foreign.id}/end",
        f"/members/{foreign.id}/role",
        f"/members/{foreign.id}/transfer",
        f"/invitations/{invitation.id}/resend",
        f"/invitations/{invitation.id}/revoke",
    ):
        assert as_owner.post(HOUSE + path, data={"role": "owner"}).status_code == 404
    assert foreign.ended_at is None
    assert invitation.status is InvitationStatus.SENT


def test_rights_end_between_two_clicks(as_owner, house, owner):
    second = MembershipFactory(organisation=house, role=OWNER).user
    assert as_owner.get(f"{HOUSE}/edit").status_code == 200
    with transaction():
        services.end(queries.membership_of(owner, house), by=second)
    assert as_owner.post(f"{HOUSE}/edit", data=PROFILE).status_code == 404


# Bringing one here, editing


def test_a_person_brings_an_organisation_and_arrives_at_it(client, app):
    sign_in(client, UserFactory())
    assert client.get("/desk/organisations/new").status_code == 200
    answer = client.post("/desk/organisations/new", data={"name": "Haven", "time_zone": "Europe/Paris"})
    assert (answer.status_code, answer.location) == (303, "/desk/organisations/haven")
    page = text(client.get(answer.location))
    assert "You can plan, but not publish yet" in page
    assert "Say what you are here for" in page


@pytest.mark.parametrize(
    ("following", "arrived"),
    [
        ("/host-invitations/abc", "/host-invitations/abc"),
        ("https://evil.example/", "/desk/organisations/haven"),
    ],
)
def test_whoever_was_asked_to_host_goes_back_to_the_invitation(client, app, following, arrived):
    sign_in(client, UserFactory())
    page = client.get("/desk/organisations/new", query_string={"next": following})
    action = re.search(r'action="([^"]*/desk/organisations/new[^"]*)"', text(page)).group(1)
    wrong = client.post(html.unescape(action), data={"name": "", "time_zone": "Europe/Paris"})
    assert (f'action="{action}"' in text(wrong), wrong.status_code) == (True, 422)
    answer = client.post(html.unescape(action), data={"name": "Haven", "time_zone": "Europe/Paris"})
    assert (answer.status_code, answer.location) == (303, arrived)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " "}, "Give the name"),
        ({"name": "x" * 200}, "120"),
        ({"name": "Haven", "slug": "Not Good"}, "small letters"),
        ({"name": "Haven", "slug": "new"}, "taken"),
        ({"name": "Haven", "time_zone": "Mars/Base"}, "choice"),
        ({"name": "Haven", "purpose": "p" * 5000}, "1500"),
    ],
)
def test_bad_input_shows_the_form_again_with_everything_typed(client, app, data, sentence):
    sign_in(client, UserFactory())
    typed = {"time_zone": "Europe/London", "area": "By the sea", **data}
    answer = client.post("/desk/organisations/new", data=typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "By the sea" in text(answer)
    assert session.scalars(select(Organisation)).all() == []


def test_someone_with_an_unconfirmed_address_is_told_what_to_do_first(client, app):
    sign_in(client, UserFactory(confirmed_at=None))
    for answer in (
        client.get("/desk/organisations/new"),
        client.post("/desk/organisations/new", data=PROFILE),
    ):
        assert answer.status_code in {302, 404}
    assert session.scalars(select(Organisation)).all() == []


def test_an_owner_edits_the_profile_with_links_and_a_logo(as_owner, house):
    data = {
        **PROFILE,
        "links-0-label": "Our page",
        "links-0-url": "table.example/about",
        "links-2-url": "https://other.example",
        "contact_email": "hello@table.example",
        "logo": (picture(), "logo.png"),
        "logo_alt": "Two plates",
    }
    answer = as_owner.post(f"{HOUSE}/edit", data=data)
    assert answer.status_code == 303
    assert house.links == [
        {"label": "Our page", "url": "https://table.example/about"},
        {"label": "other.example", "url": "https://other.example"},
    ]
    page = text(as_owner.get(answer.location))
    assert 'alt="Two plates"' in page
    form = text(as_owner.get(f"{HOUSE}/edit"))
    assert "https://other.example" in form
    assert "Take the logo away" in form


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"links-0-label": "Page", "links-0-url": "http://plain.example"}, "https://"),
        ({"links-0-url": "javascript:alert(1)"}, "https://"),
        ({"links-0-url": "https://user:pw@evil.example"}, "https://"),
        ({"links-0-url": "https://["}, "https://"),
        ({"links-²-url": "x", "links-99-url": "x", "links-1-url": "ftp://x.example"}, "https://"),
        ({"links-0-label": "Nothing behind it"}, "Add the address"),
        ({"contact_email": "nobody"}, "does not look like"),
        ({"name": " "}, "Give the name"),
    ],
)
def test_a_bad_profile_is_not_saved_and_nothing_typed_is_lost(as_owner, house, data, sentence):
    answer = as_owner.post(f"{HOUSE}/edit", data={**PROFILE, "area": "By the sea", **data})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "By the sea" in text(answer)
    assert house.version == 1


@pytest.mark.parametrize(
    ("upload", "alt", "sentence"),
    [
        ((b"not a picture", "logo.png"), "A logo", "could not read"),
        ((None, "logo.png"), "", "what the logo shows"),
    ],
)
def test_a_bad_logo_is_refused_at_its_field(as_owner, house, upload, alt, sentence):
    content, name = upload
    file = (io.BytesIO(content) if content else picture(), name)
    answer = as_owner.post(f"{HOUSE}/edit", data={**PROFILE, "logo": file, "logo_alt": alt})
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_two_owners_who_write_at_once_see_both_versions_and_lose_nothing(as_owner, house, owner):
    with transaction():
        services.save_profile(house, Profile("The Long Table", area="York"), Logo(), seen_version=1, by=owner)
    answer = as_owner.post(f"{HOUSE}/edit", data={**PROFILE, "area": "Hull"})
    assert answer.status_code == 409
    page = text(answer)
    assert "Two people wrote at once" in page
    assert "York" in page
    assert 'value="Hull"' in page
    assert 'name="version" type="hidden" value="2"' in page
    again = as_owner.post(f"{HOUSE}/edit", data={**PROFILE, "area": "Hull", "version": "2"})
    assert again.status_code == 303
    assert house.area == "Hull"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "99999999999999999999999"])
def test_a_broken_version_never_overwrites(as_owner, house, version):
    answer = as_owner.post(f"{HOUSE}/edit", data={**PROFILE, "area": "Hull", "version": version})
    assert answer.status_code == 409
    assert house.area == "Leeds"


# Members


def test_an_owner_changes_a_role_hands_over_and_ends(as_owner, house, owner):
    other = MembershipFactory(organisation=house, role=HELPER)
    assert as_owner.post(f"{HOUSE}/members/{other.id}/role", data={"role": "treasurer"}).status_code == 303
    assert policies.role_of(other.user, house) is TREASURER
    assert as_owner.post(f"{HOUSE}/members/{other.id}/transfer").status_code == 303
    assert policies.role_of(other.user, house) is OWNER
    assert policies.role_of(owner, house) is ORGANISER
    helper = MembershipFactory(organisation=house, role=HELPER)
    assert as_owner.post(f"{HOUSE}/members/{helper.id}/end").status_code == 303
    assert policies.role_of(helper.user, house) is None
    assert as_owner.post(f"{HOUSE}/members/{helper.id}/end").status_code == 404


def test_an_unknown_role_changes_nothing(as_owner, house):
    other = MembershipFactory(organisation=house, role=HELPER)
    answer = as_owner.post(f"{HOUSE}/members/{other.id}/role", data={"role": "king"}, follow_redirects=True)
    assert "Choose one of the roles" in text(answer)
    assert policies.role_of(other.user, house) is HELPER


def test_the_only_owner_who_leaves_is_told_what_helps(as_owner, house, owner):
    own = queries.membership_of(owner, house)
    for path in ("leave", f"members/{own.id}/end"):
        answer = as_owner.post(f"{HOUSE}/{path}", follow_redirects=True)
        assert "Make someone else an owner first" in text(answer)
    assert policies.role_of(owner, house) is OWNER


def test_handing_over_to_oneself_is_explained(as_owner, house, owner):
    own = queries.membership_of(owner, house)
    answer = as_owner.post(f"{HOUSE}/members/{own.id}/transfer", follow_redirects=True)
    assert "Choose someone else" in text(answer)


def test_a_helper_leaves(client, house):
    helper = MembershipFactory(organisation=house, role=HELPER).user
    sign_in(client, helper)
    assert "Leave The Long Table" in text(client.get(f"{HOUSE}/members"))
    answer = client.post(f"{HOUSE}/leave", follow_redirects=True)
    assert "You have left The Long Table" in text(answer)
    assert policies.role_of(helper, house) is None


def test_only_owners_see_the_addresses_of_members(client, house, owner):
    sign_in(client, MembershipFactory(organisation=house, role=ORGANISER).user)
    assert owner.email not in text(client.get(f"{HOUSE}/members"))


# Invitations


def invite(client: FlaskClient, email: str = "guest@example.org", role: str = "helper"):
    return client.post(f"{HOUSE}/invitations", data={"email": email, "role": role})


def mailed_link() -> str:
    words = session.scalars(select(Message.text).order_by(Message.id.desc())).first() or ""
    return "/invitations/" + words.partition("/invitations/")[2].split()[0]


def test_from_invitation_to_membership(as_owner, house, app):
    assert invite(as_owner, "Guest@Example.org", "organiser").status_code == 303
    assert "guest@example.org" in text(as_owner.get(f"{HOUSE}/invitations"))
    link = mailed_link()
    guest_client = app.test_client()
    page = text(guest_client.get(link))
    assert f"/login?next={link}" in page
    assert f"/register?next={link}" in page
    assert "guest@example.org" not in page
    guest = UserFactory(email="guest@example.org")
    sign_in(guest_client, guest)
    assert "Accept" in text(guest_client.get(link))
    assert policies.role_of(guest, house) is None
    for _click in range(2):
        answer = guest_client.post(link)
        assert (answer.status_code, answer.location) == (303, HOUSE)
    assert policies.role_of(guest, house) is ORGANISER
    assert "You have accepted" in text(guest_client.get(link))


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("", "helper", "Give the address"),
        ("nobody", "helper", "does not look like"),
        ("amina@example.org", "helper", "works with you already"),
        ("guest@example.org", "king", "choice"),
        ("guest@example.org", "", "Choose a role"),
    ],
)
def test_a_bad_invitation_is_not_sent(as_owner, house, email, role, sentence):
    answer = invite(as_owner, email, role)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert session.scalars(select(Message)).all() == []


def test_an_organiser_cannot_make_an_owner(client, house):
    sign_in(client, MembershipFactory(organisation=house, role=ORGANISER).user)
    assert invite(client, role="owner").status_code == 422
    assert invite(client, role="helper").status_code == 303


def test_accepting_needs_a_sign_in_that_comes_back(client, house, owner):
    InvitationFactory(organisation=house, invited_by=owner, token="tok")
    answer = client.post("/invitations/tok")
    assert answer.status_code == 303
    assert "/login" in answer.location


def test_someone_with_another_address_is_told_kindly_what_helps(client, house, owner):
    InvitationFactory(organisation=house, invited_by=owner, email="guest@example.org", token="tok")
    other = UserFactory(email="other@people.test")
    sign_in(client, other)
    for answer, status in ((client.get("/invitations/tok"), 200), (client.post("/invitations/tok"), 409)):
        assert answer.status_code == status
        page = text(answer)
        assert "g…@example.org" in page
        assert "guest@example.org" not in page
        assert "other@people.test" in page
        assert "Sign out and come back" in page
    assert policies.role_of(other, house) is None


def test_an_unconfirmed_address_is_asked_to_confirm_first(client, house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner, token="tok")
    sign_in(client, UserFactory(email=invitation.email, confirmed_at=None))
    answer = client.post("/invitations/tok")
    assert answer.status_code in {302, 409}
    assert queries.members_of(house, [HELPER]) == []


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ({"status": InvitationStatus.ACCEPTED}, "has been used"),
        ({"status": InvitationStatus.REVOKED}, "was taken back"),
        ({"days": 14}, "has run out"),
        ({"invited_by": None}, "not valid any more"),
    ],
)
def test_links_that_are_used_up_say_so_and_give_nothing(client, house, owner, made, sentence):
    sent_at = clock.now() - timedelta(days=made.pop("days", 0))
    values = {"invited_by": owner, **made}
    invitation = InvitationFactory(organisation=house, token="tok", sent_at=sent_at, **values)
    guest = UserFactory(email=invitation.email)
    sign_in(client, guest)
    for answer in (client.get("/invitations/tok"), client.post("/invitations/tok")):
        assert answer.status_code == 410
        assert sentence in text(answer)
    assert policies.role_of(guest, house) is None


def test_a_link_that_was_cut_in_two_leads_nowhere(client, app):
    sign_in(client, UserFactory())
    assert client.get("/invitations/nonsense").status_code == 404
    assert client.post("/invitations/nonsense").status_code == 404


def test_sending_again_and_taking_back(as_owner, house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner, token="old")
    assert as_owner.post(f"{HOUSE}/invitations/{invitation.id}/resend").status_code == 303
    assert as_owner.get("/invitations/old").status_code == 404
    assert as_owner.get(mailed_link()).status_code == 200
    assert as_owner.post(f"{HOUSE}/invitations/{invitation.id}/revoke").status_code == 303
    assert as_owner.get(mailed_link()).status_code == 410
    answer = as_owner.post(f"{HOUSE}/invitations/{invitation.id}/resend", follow_redirects=True)
    assert "no longer open" in text(answer)


def test_invitations_that_lost_their_worth_are_shown_so(as_owner, house):
    InvitationFactory(organisation=house, invited_by=UserFactory(), email="lost@example.org")
    assert "Not valid now" in text(as_owner.get(f"{HOUSE}/invitations"))


def test_the_invited_find_it_on_their_desk_and_others_do_not(client, house, owner):
    invitation = InvitationFactory(organisation=house, invited_by=owner)
    guest = UserFactory(email=invitation.email)
    sign_in(client, UserFactory())
    assert client.get(f"/desk/invitations/{invitation.id}").status_code == 404
    assert client.post(f"/desk/invitations/{invitation.id}").status_code == 404
    sign_in(client, guest)
    assert f"/desk/invitations/{invitation.id}" in text(client.get("/desk/organisations"))
    assert client.get(f"/desk/invitations/{invitation.id}").status_code == 200
    assert client.post(f"/desk/invitations/{invitation.id}").status_code == 303
    assert policies.role_of(guest, house) is HELPER


# Verification and the end


def test_an_owner_asks_staff_and_waits(client, app, owner):
    house = OrganisationFactory(name="The Long Table", status=OrganisationStatus.UNVERIFIED, owner=owner)
    sign_in(client, owner)
    assert client.get(f"{HOUSE}/verification").status_code == 200
    assert client.post(f"{HOUSE}/verification", data={"text": "short"}).status_code == 422
    answer = client.post(f"{HOUSE}/verification", data={"text": "We have met on Mondays since 2011."})
    assert answer.status_code == 303
    assert house.status is OrganisationStatus.WAITING
    assert "Waiting for our staff" in text(client.get(HOUSE))
    assert client.get(f"{HOUSE}/verification").status_code == 303


def test_who_is_verified_has_nothing_to_ask(as_owner, house):
    answer = as_owner.post(f"{HOUSE}/verification", data={"text": "x" * 50}, follow_redirects=True)
    assert "not possible" in text(answer)
    assert house.status is OrganisationStatus.VERIFIED


def test_an_owner_archives_twice_and_opens_again(as_owner, house):
    assert "Archive it" in text(as_owner.get(f"{HOUSE}/archive"))
    for _click in range(2):
        assert as_owner.post(f"{HOUSE}/archive").status_code == 303
    assert house.is_archived
    assert "Open it again" in text(as_owner.get(HOUSE))
    assert as_owner.get(f"{HOUSE}/edit").status_code == 403
    assert as_owner.post(f"{HOUSE}/reopen").status_code == 303
    assert house.status is OrganisationStatus.UNVERIFIED
    assert as_owner.post(f"{HOUSE}/reopen").status_code == 403


@pytest.mark.parametrize("status", OrganisationStatus)
def test_the_overview_stands_in_every_status(client, app, owner, status):
    OrganisationFactory(
        name="The Long Table", owner=owner, status=status, verification_requested_at=clock.now()
    )
    sign_in(client, owner)
    assert client.get(HOUSE).status_code == 200
    assert client.get("/desk/organisations").status_code == 200


def test_someone_without_an_organisation_is_shown_the_first_step(client, app):
    sign_in(client, UserFactory())
    assert "Add an organisation" in text(client.get("/desk/organisations"))
