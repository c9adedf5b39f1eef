"""How often strangers may try."""

import pytest
from passlib.totp import TOTP

from app.core.database import session
from app.core.limits import limiter
from app.factory import create_app
from tests.accounts.factories import PASSWORD, UserFactory
from tests.cohosting.factories import make_cohosting
from tests.ports import free_port
from tests.signing_in import sign_in


@pytest.fixture
def app(app, test_settings):
    """Give an application that counts; the one that does not is left as it was."""
    counting = create_app(test_settings.with_changes(rate_limits=True))
    counting.test_client_class = app.test_client_class
    limiter.reset()
    with counting.app_context():
        yield counting
        session.remove()
    limiter.enabled = False


@pytest.fixture
def without_redis(app, test_settings):
    """Give an application whose Redis does not answer."""
    dead = f"redis://127.0.0.1:{free_port()}/0"
    counting = create_app(test_settings.with_changes(rate_limits=True, redis_url=dead))
    counting.test_client_class = app.test_client_class
    with counting.app_context():
        yield counting.test_client()
        session.remove()
    limiter.enabled = limiter._storage_dead = False


def from_address(number):
    return {"REMOTE_ADDR": f"192.0.2.{number}"}


def test_one_place_cannot_try_passwords_for_long(client):
    answers = [
        client.post("/login", data={"email": f"p{number}@people.test", "password": "x"}).status_code
        for number in range(21)
    ]
    assert answers == [422] * 20 + [429]
    assert client.get("/login").status_code == 200


@pytest.mark.parametrize(
    ("address", "last"),
    [
        ("2001:db8:0:7::{:x}", 429),
        ("2001:db8:0:{:x}::1", 422),
        ("::ffff:192.0.2.{}", 422),
        ("192.0.2.{}:80", 422),
    ],
)
def test_one_line_is_one_place_however_many_addresses_it_has(client, address, last):
    for number in range(1, 22):
        place = {"REMOTE_ADDR": address.format(number)}
        form = {"email": f"p{number}@people.test", "password": "x"}
        answer = client.post("/login", data=form, environ_base=place)
    assert answer.status_code == last


def test_one_persons_password_cannot_be_tried_from_many_places(client):
    user = UserFactory()
    form = {"email": user.email, "password": "wrong password"}
    answers = [
        client.post("/login", data=form, environ_base=from_address(number)).status_code
        for number in range(16)
    ]
    assert answers == [422] * 15 + [429]
    other = client.post(
        "/login", data={"email": UserFactory().email, "password": PASSWORD}, environ_base=from_address(99)
    )
    assert other.status_code == 303


def respelled(address, number):
    """Write one sign of an address's domain as a wide one, which is read as the same."""
    begun = address.index("@") + 1 + number
    return address[:begun] + chr(ord(address[begun]) + 0xFEE0) + address[begun + 1 :]


def test_one_persons_password_cannot_be_tried_by_spelling_the_address_anew(client):
    user = UserFactory()
    answers = [
        client.post(
            "/login",
            data={"email": respelled(user.email, number % 5), "password": "wrong password"},
            environ_base=from_address(number),
        ).status_code
        for number in range(16)
    ]
    assert answers == [422] * 15 + [429]


def test_codes_cannot_be_tried_from_many_places(app):
    secret = TOTP.new().to_json(encrypt=False)
    user = UserFactory(tf_primary_method="authenticator", tf_totp_secret=secret)
    client = app.test_client()
    client.post("/login", data={"email": user.email, "password": PASSWORD})
    answers = [
        client.post("/tf-validate", data={"code": "000000"}, environ_base=from_address(number)).status_code
        for number in range(16)
    ]
    assert answers == [422] * 15 + [429]


@pytest.mark.parametrize("address", ["/reset", "/confirm", "/login/link", "/register"])
def test_nobody_can_have_mail_sent_without_end(client, address):
    form = {"email": "noor@people.test", "name": "Noor", "password": PASSWORD}
    answers = [client.post(address, data=form).status_code for _number in range(11)]
    assert answers == [303] * 10 + [429]


def test_one_mailbox_cannot_be_filled_from_many_places_and_by_many_forms(client):
    user, doors = UserFactory(), ["/reset", "/confirm", "/login/link", "/register"]
    form = {"name": "Noor", "password": PASSWORD}

    def asked(email, number):
        door, place = doors[number % len(doors)], from_address(number)
        return client.post(door, data={**form, "email": email}, environ_base=place).status_code

    addresses = [user.email, *(respelled(user.email, number) for number in range(5))]
    answers = [asked(addresses[number % len(addresses)], number) for number in range(12)]
    assert answers == [303] * 10 + [429] * 2
    assert [asked(f"{user.email}.example", number) for number in range(4)] == [303] * 4


def test_a_field_left_empty_is_told_so_however_many_leave_it_empty(client):
    for number in range(20):
        answer = client.post("/login/link", data={"email": " "}, environ_base=from_address(number))
        assert answer.status_code == 422


def test_hosts_do_not_fill_one_mailbox_either(client):
    hosting = make_cohosting()
    sign_in(client, hosting.organisers[0])
    forms = [
        (f"/desk/organisations/{hosting.organisations[0].slug}/invitations", {"role": "helper"}),
        (f"/desk/cohostings/{hosting.cohosting.id}/hosts", {"message": "Shall we?"}),
        ("/change-email", {}),
        ("/login/link", {}),
    ]
    answers = [
        client.post(address, data={**more, "email": "noor@people.test"}, environ_base=from_address(number))
        for number in range(3)
        for address, more in forms
    ]
    assert [answer.status_code == 429 for answer in answers] == [False] * 10 + [True] * 2


def test_links_cannot_be_guessed_without_end(client):
    answers = {client.get("/login/link/guess").status_code for _number in range(121)}
    assert answers == {410, 429}


def test_while_redis_is_down_people_sign_in_and_are_counted_here(without_redis):
    user = UserFactory()
    form = {"email": user.email, "password": PASSWORD}
    assert without_redis.post("/login", data=form).status_code == 303
    stranger = without_redis.application.test_client()
    answers = {
        stranger.post("/login", data={"email": "p@people.test", "password": "x"}).status_code
        for _number in range(21)
    }
    assert answers == {422, 429}
