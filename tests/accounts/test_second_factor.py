"""Codes from an app, recovery codes, and who must have a second step."""

import re
import time

import pytest
from passlib.totp import TOTP

from app.accounts import services
from app.accounts.models import User
from app.cohosting.models import Host, HostStatus
from app.core.database import session
from app.core.transaction import transaction
from app.events.models import AddressVisibility, EventStatus
from app.organisations.models import OrganisationStatus
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import link_in_last_mail, mails_to, path_of
from tests.cohosting.factories import invite, make_cohosting, make_organisation
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import is_in, sign_in

STEP = 30


#: So much of a step must be left for a code to be typed before the app shows the next one.
SLOWEST = 3


def code_for(key, steps=0):
    """Give a code of an app, as its owner would: one that is about to turn is waited out."""
    left = STEP - time.time() % STEP
    if left < SLOWEST:
        time.sleep(left)
    return TOTP(key=key).generate(time=time.time() + steps * STEP).token


def set_up_app(client):
    """Set an app up as a person would; give its key."""
    page = client.post("/tf-setup", data={"setup": "authenticator"}).get_data(as_text=True)
    key = re.search(r"<code>([A-Z0-9 -]+)</code>", page)[1].replace("-", "").replace(" ", "")
    action = re.search(r'action="(/tf-setup/[^"]+)"', page)[1]
    assert "<svg" in page
    assert client.post(action, data={"code": code_for(key, -1)}).status_code == 303
    return key


def give_password(client, user, **more):
    return client.post("/login", data={"email": user.email, "password": PASSWORD, **more})


def test_setting_up_an_app_takes_a_code_of_it(client, person):
    page = client.post("/tf-setup", data={"setup": "authenticator"}).get_data(as_text=True)
    action = re.search(r'action="(/tf-setup/[^"]+)"', page)[1]
    key = re.search(r"<code>([A-Z0-9 -]+)</code>", page)[1]
    for code in ("000000", ""):
        again = client.post(action, data={"code": code})
        assert again.status_code == 422
        assert "That code does not fit" in again.text
        assert "(optional)" not in again.text
        assert f"<code>{key}</code>" in again.text, "the app on the phone has this key"
        assert f'action="{action}"' in again.text
    assert session.get(User, person.id).tf_primary_method is None
    assert client.post(action, data={"code": code_for(key.replace("-", ""))}).status_code == 303
    assert session.get(User, person.id).tf_primary_method == "authenticator"


def test_setting_up_an_app_with_a_made_up_token_begins_anew(client, person):
    assert path_of(client.post("/tf-setup/made-up", data={"code": "000000"})) == "/tf-setup"


def test_only_codes_from_an_app_are_offered(client, person):
    assert client.post("/tf-setup", data={"setup": "sms"}).status_code == 422


def test_signing_in_asks_for_a_code_and_takes_each_once(client, app, person):
    key = set_up_app(client)
    assert mails_to(person.email) == ["accounts/second_factor_changed"]
    first, second = app.test_client(), app.test_client()
    answer = give_password(first, person, next="/desk/account/data")
    assert path_of(answer).startswith("/tf-validate")
    assert not is_in(first)
    assert first.get(path_of(answer)).status_code == 200
    wrong = first.post(path_of(answer), data={"code": "123 45"})
    assert wrong.status_code == 422
    assert "That code does not fit" in wrong.get_data(as_text=True)
    code = code_for(key)
    assert path_of(first.post(path_of(answer), data={"code": code})) == "/desk/account/data"
    assert is_in(first)
    again = path_of(give_password(second, person))
    assert second.post(again, data={"code": code}).status_code == 422
    assert not is_in(second)
    assert path_of(second.post(again, data={"code": code_for(key, 1)})) == "/desk"
    assert is_in(second)


def test_who_goes_back_to_the_page_for_the_code_stays_signed_in(client, app, person):
    key = set_up_app(client)
    other = app.test_client()
    assert path_of(give_password(other, person)).startswith("/tf-validate")
    assert other.post("/tf-validate", data={"code": code_for(key)}).status_code == 303
    assert is_in(other)
    assert path_of(other.get("/tf-validate")) == "/desk"
    assert is_in(other)


def test_a_code_without_a_password_is_worth_nothing(client, app, person):
    key = set_up_app(client)
    stranger = app.test_client()
    assert path_of(stranger.post("/tf-validate", data={"code": code_for(key)})) == "/login"
    assert path_of(stranger.get("/mf-recovery")) == "/login"
    assert path_of(stranger.get("/tf-select")) == "/login"
    assert path_of(stranger.get("/tf-setup")) == "/login"
    assert not is_in(stranger)


def test_a_mailed_link_asks_for_the_code_too(client, app, person):
    key = set_up_app(client)
    other = app.test_client()
    other.post("/login/link", data={"email": person.email})
    answer = other.post(link_in_last_mail(person.email, "/login/link/"))
    assert path_of(answer).startswith("/tf-validate")
    assert not is_in(other)
    other.post(path_of(answer), data={"code": code_for(key)})
    assert is_in(other)


def test_the_secret_is_encrypted_once_and_readable_with_our_keys_alone(client, person):
    key = set_up_app(client)
    user = session.get(User, person.id)
    assert TOTP.from_json(user.tf_totp_secret).base32_key == key
    stored = session.connection().exec_driver_sql("SELECT tf_totp_secret FROM users").scalar()
    assert key not in stored


def test_codes_can_be_switched_off_again(client, app, person):
    set_up_app(client)
    assert "Stop asking for codes" in client.get("/tf-setup").get_data(as_text=True)
    assert client.post("/tf-setup", data={"setup": "disable"}).status_code == 303
    assert path_of(give_password(app.test_client(), person)) == "/desk"
    assert mails_to(person.email) == ["accounts/second_factor_changed"] * 2


def test_recovery_codes_are_shown_once_and_work_once(client, app, person):
    set_up_app(client)
    page = client.post("/mf-recovery-codes", data={}).get_data(as_text=True)
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", page)
    assert len(codes) == 8
    assert codes[0] not in client.get("/mf-recovery-codes?show_codes=1").get_data(as_text=True)
    assert "8 codes are left" in client.get("/desk/account/security").get_data(as_text=True)
    assert not any(code in (session.get(User, person.id).mf_recovery_codes or []) for code in codes)

    phoneless, thief = app.test_client(), app.test_client()
    give_password(phoneless, person)
    assert phoneless.get("/mf-recovery").status_code == 200
    assert phoneless.post("/mf-recovery", data={"code": "aaaa-bbbb-cccc-dddd"}).status_code == 422
    assert not is_in(phoneless)
    assert (
        path_of(phoneless.post("/mf-recovery", data={"code": codes[0].upper().replace("-", " ")})) == "/desk"
    )
    assert is_in(phoneless)
    give_password(thief, person)
    assert thief.post("/mf-recovery", data={"code": codes[0]}).status_code == 422
    assert "7 codes are left" in client.get("/desk/account/security").get_data(as_text=True)
    assert mails_to(person.email) == ["accounts/second_factor_changed"] * 3


def test_a_new_set_ends_the_old_codes(client, app, person):
    set_up_app(client)
    old = re.findall(
        r"<code>([a-z2-7-]{19})</code>", client.post("/mf-recovery-codes").get_data(as_text=True)
    )
    client.post("/mf-recovery-codes")
    other = app.test_client()
    give_password(other, person)
    assert other.post("/mf-recovery", data={"code": old[0]}).status_code == 422


@pytest.mark.parametrize("address", ["/tf-setup", "/wan-register", "/mf-recovery-codes", "/change-email"])
def test_a_sign_in_of_long_ago_must_be_shown_again(client, address):
    user = UserFactory()
    sign_in(client, user, minutes_ago=60)
    answer = client.get(address)
    assert path_of(answer).startswith("/verify?next=")
    page = client.get(path_of(answer)).get_data(as_text=True)
    assert f'name="next" value="{address}"' in page
    wrong = client.post("/verify", data={"password": "wrong password", "next": address})
    assert wrong.status_code == 422
    assert "That is not the password" in wrong.get_data(as_text=True)
    assert path_of(client.post("/verify", data={"password": PASSWORD, "next": address})) == address
    assert client.get(address).status_code == 200


def test_showing_it_again_leads_only_to_this_site(client):
    sign_in(client, UserFactory(), minutes_ago=60)
    answer = client.post("/verify", data={"password": PASSWORD, "next": "https://evil.test"})
    assert path_of(answer) == "/desk/account/security"


@pytest.mark.parametrize("role", ["owner", "treasurer"])
def test_owners_and_treasurers_need_a_second_step_before_their_desk(client, settings_changed, role):
    settings_changed(second_factor_required=True)
    user = UserFactory()
    MembershipFactory(user=user, role=role)
    sign_in(client, user)
    assert path_of(client.get("/desk")) == "/desk/account/security"
    page = client.get("/desk/account/security").get_data(as_text=True)
    assert "A second step is needed" in page
    set_up_app(client)
    assert client.get("/desk").status_code == 200


def test_without_the_second_step_an_owner_cannot_accept_an_invitation_by_its_link(client, settings_changed):
    settings_changed(second_factor_required=True)
    hosting = make_cohosting("The Long Table")
    organisation, owner = make_organisation("Steady Ground")
    host = invite(hosting, email="them@example.org")
    link = link_in_last_mail("them@example.org", "/host-invitations/")
    sign_in(client, owner)
    answer = client.post(link, data={"answer": "accept", "organisation": organisation.id})
    assert path_of(answer) == "/desk"
    assert session.get(Host, host.id).status is HostStatus.OFFERED


def test_without_the_second_step_nobody_sees_more_than_the_public(client, settings_changed):
    settings_changed(second_factor_required=True)
    host = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    draft = EventFactory(hosts=[host], status=EventStatus.DRAFT)
    user = UserFactory()
    MembershipFactory(organisation=host, user=user, role="owner")
    sign_in(client, user)
    pages = [f"/events/{draft.slug}", f"/events/{draft.slug}/rsvp", f"/organisations/{host.slug}"]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    kept = {"place_address": "7 Mill Lane", "address_visibility": AddressVisibility.HOSTS}
    public = f"/events/{EventFactory(hosts=[host], **kept).slug}"
    assert "7 Mill Lane" not in client.get(public).get_data(as_text=True)
    set_up_app(client)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "7 Mill Lane" in client.get(public).get_data(as_text=True)


def test_staff_need_a_second_step(client, settings_changed):
    settings_changed(second_factor_required=True)
    sign_in(client, UserFactory(is_staff=True))
    assert path_of(client.get("/staff")) == "/desk/account/security"


@pytest.mark.parametrize("role", ["organiser", "helper"])
def test_others_need_no_second_step(client, settings_changed, role):
    settings_changed(second_factor_required=True)
    user = UserFactory()
    MembershipFactory(user=user, role=role)
    sign_in(client, user)
    assert client.get("/desk").status_code == 200


def test_nobody_needs_a_second_step_where_it_is_not_asked_for(client):
    sign_in(client, UserFactory(is_staff=True))
    assert client.get("/staff").status_code == 200


def test_staff_can_take_away_a_lost_second_factor(client, app, person):
    set_up_app(client)
    keeper = UserFactory(is_staff=True)
    with transaction():
        services.remove_second_factor(session.get(User, person.id), by=keeper)
    assert not is_in(client)
    assert path_of(give_password(app.test_client(), person)) == "/desk"


def test_the_rescue_of_the_library_is_closed(client):
    assert client.get("/tf-rescue").status_code == 404
