"""Passkeys, with a device made of software; the real browser is in tests/journeys."""

import pytest

from app.accounts.models import WebAuthn
from app.core.database import session
from tests.accounts.device import Device, asked
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import mails_to, path_of
from tests.accounts.test_second_factor import set_up_app
from tests.signing_in import is_in, sign_in


def add_passkey(client, device, name="my phone"):
    action, options = asked(client.post("/wan-register", data={"name": name, "usage": "secondary"}))
    return client.post(action, data={"credential": device.create(options)})


def use_passkey(client, device, address="/wan-signin", **data):
    action, options = asked(client.post(address, data=data))
    return client.post(action, data={"credential": device.get(options), **data})


def test_a_passkey_signs_in_on_its_own(client, app, person):
    device = Device()
    answer = add_passkey(client, device)
    assert (answer.status_code, path_of(answer)) == (303, "/desk/account/security")
    assert "my phone" in client.get("/desk/account/security").get_data(as_text=True)
    assert mails_to(person.email) == ["accounts/second_factor_changed"]
    other = app.test_client()
    assert path_of(use_passkey(other, device, next="/desk/account/data")) == "/desk/account/data"
    assert is_in(other)


def test_a_passkey_is_the_second_step_after_a_password(client, app, person):
    device = Device()
    add_passkey(client, device)
    other = app.test_client()
    answer = other.post("/login", data={"email": person.email, "password": PASSWORD})
    assert path_of(answer).startswith("/wan-signin")
    assert not is_in(other)
    assert "One more step" in other.get(path_of(answer)).get_data(as_text=True)
    assert path_of(use_passkey(other, device)) == "/desk"
    assert is_in(other)


def test_someone_elses_passkey_is_no_second_step(client, app, person):
    mine, theirs = Device(), Device()
    add_passkey(client, mine)
    neighbour = app.test_client()
    sign_in(neighbour, UserFactory())
    add_passkey(neighbour, theirs)
    thief = app.test_client()
    thief.post("/login", data={"email": person.email, "password": PASSWORD})
    assert path_of(use_passkey(thief, theirs)) == "/wan-signin?failed=yes"
    assert not is_in(thief)


def test_a_passkey_that_does_not_check_its_holder_is_refused(client, person):
    answer = add_passkey(client, Device(verifies=False))
    assert path_of(answer) == "/wan-register"
    assert session.query(WebAuthn).count() == 0


def test_a_passkey_for_another_site_is_refused(client, person):
    add_passkey(client, Device(origin="https://evil.test"))
    assert session.query(WebAuthn).count() == 0


def test_an_answer_without_the_holders_check_does_not_sign_in(client, app, person):
    device = Device()
    add_passkey(client, device)
    device.flags = 1
    other = app.test_client()
    assert path_of(use_passkey(other, device)) == "/wan-signin?failed=yes"
    assert "That passkey did not work" in other.get("/wan-signin?failed=yes").get_data(as_text=True)
    assert not is_in(other)


def test_an_unknown_passkey_does_not_sign_in_and_sets_no_cookie(client):
    answer = use_passkey(client, Device())
    assert path_of(answer) == "/wan-signin?failed=yes"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("credential", ["", "nonsense", "{}", "[]", '{"id": 1}'])
def test_a_broken_answer_does_not_sign_in(client, credential):
    action, _options = asked(client.post("/wan-signin", data={}))
    assert path_of(client.post(action, data={"credential": credential})) == "/wan-signin?failed=yes"


def test_the_same_answer_cannot_be_sent_for_another_question(client, app, person):
    device = Device()
    add_passkey(client, device)
    first, second = app.test_client(), app.test_client()
    _action, options = asked(first.post("/wan-signin", data={}))
    said = device.get(options)
    action, _options = asked(second.post("/wan-signin", data={}))
    assert path_of(second.post(action, data={"credential": said})) == "/wan-signin?failed=yes"
    assert path_of(second.post("/wan-signin/nonsense", data={"credential": said})) == "/wan-signin?failed=yes"
    assert not is_in(second)


def test_a_suspended_person_cannot_use_their_passkey(client, app, person):
    device = Device()
    add_passkey(client, device)
    person.active = False
    session.commit()
    other = app.test_client()
    use_passkey(other, device)
    assert not is_in(other)


def test_two_passkeys_need_two_names(client, person):
    add_passkey(client, Device())
    answer = client.post("/wan-register", data={"name": "my phone", "usage": "secondary"})
    assert answer.status_code == 422
    assert "called “my phone” already" in answer.get_data(as_text=True)
    for name in ("", "<b>phone</b>", "x" * 65):
        assert client.post("/wan-register", data={"name": name}).status_code == 422


def test_a_passkey_can_be_removed_by_its_owner_only(client, app, person):
    add_passkey(client, Device())
    neighbour = app.test_client()
    sign_in(neighbour, UserFactory())
    neighbour.post("/wan-delete", data={"name": "my phone"})
    assert session.query(WebAuthn).count() == 1
    client.get("/wan-delete")
    assert session.query(WebAuthn).count() == 1
    client.post("/wan-delete", data={"name": "my phone"})
    assert session.query(WebAuthn).count() == 0


def test_a_passkey_shows_that_it_is_still_them(client, app, person):
    device = Device()
    add_passkey(client, device)
    later = app.test_client()
    sign_in(later, person, minutes_ago=60)
    assert "Use a passkey" in later.get("/verify?next=/tf-setup").get_data(as_text=True)
    assert path_of(use_passkey(later, device, "/wan-verify?next=/tf-setup")) == "/tf-setup"
    assert later.get("/tf-setup").status_code == 200


def test_someone_elses_passkey_does_not_show_that_it_is_them(client, app, person):
    device = Device()
    add_passkey(client, device)
    later = app.test_client()
    sign_in(later, UserFactory(), minutes_ago=60)
    assert path_of(use_passkey(later, device, "/wan-verify?next=/tf-setup")) == "/wan-verify"
    assert later.get("/tf-setup").status_code == 303


def test_whoever_has_app_and_passkey_chooses(client, app, person):
    device = Device()
    add_passkey(client, device)
    set_up_app(client)
    other = app.test_client()
    answer = other.post("/login", data={"email": person.email, "password": PASSWORD})
    assert path_of(answer).startswith("/tf-select")
    page = other.get(path_of(answer)).get_data(as_text=True)
    assert "Use a passkey" in page
    assert "Type a code from my app" in page
    assert other.post("/tf-select", data={"which": "telepathy"}).status_code == 422
    assert path_of(other.post("/tf-select", data={"which": "authenticator"})).startswith("/tf-validate")
    assert path_of(other.post("/tf-select", data={"which": "webauthn"})).startswith(("/wan-signin", "/login"))
