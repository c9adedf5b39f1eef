"""Registering and confirming an address."""

from datetime import timedelta

import pytest
from flask_security import verify_password

from app.accounts.facts import AddressConfirmed
from app.accounts.queries import user_by_email
from app.core.database import session
from app.outbox.models import Message
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import link_in_last_mail, mails_to, path_of

NEW = {"name": "Noor Haddad", "email": "Noor@People.test", "password": PASSWORD}


def register(client, **changes):
    return client.post("/register", data={**NEW, **changes})


def test_registering_sends_a_mail_and_leaves_the_address_unconfirmed(client):
    answer = register(client)
    assert (answer.status_code, path_of(answer)) == (303, "/register/sent")
    user = user_by_email("noor@people.test")
    assert user.name == "Noor Haddad"
    assert user.confirmed_at is None
    assert user.password.startswith("$argon2id$")
    assert mails_to("noor@people.test") == ["accounts/confirm_address"]


def test_the_same_answer_comes_for_an_address_that_is_here_already(client):
    UserFactory(email="noor@people.test", name="Somebody")
    first, second = register(client), register(client, email="other@people.test")
    assert (first.status_code, path_of(first)) == (second.status_code, path_of(second))
    assert first.get_data() == second.get_data()
    assert "Set-Cookie" not in first.headers
    assert user_by_email("noor@people.test").name == "Somebody"
    assert mails_to("noor@people.test") == ["accounts/already_here"]


def test_registering_where_a_stranger_did_before_offers_no_link_that_keeps_their_password(client, app):
    register(client, password="a stranger hums this song")
    register(client)
    message = session.query(Message).order_by(Message.id.desc()).first()
    assert message.template == "accounts/already_here"
    assert "/confirm/" not in message.text + message.html
    link = link_in_last_mail("noor@people.test", "/reset/")
    client.post(link, data={"password": PASSWORD, "password_confirm": PASSWORD})
    user = user_by_email("noor@people.test")
    assert user.confirmed_at is not None
    assert verify_password(PASSWORD, user.password)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "not an address"}, "does not look like an e-mail address"),
        ({"email": ""}, "Type your e-mail address"),
        ({"password": "short"}, "Use at least 10 characters"),
        ({"password": "x" * 129}, "longer than 128 characters"),
        ({"password": ""}, "Type a password"),
        ({"password": "noor haddad"}, "Others could guess that"),
        ({"name": "  "}, "Tell us what to call you"),
        ({"name": "x" * 81}, "too long for us"),
        ({"name": "you won at buy.com"}, "without a web address"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(client, changes, sentence):
    answer = register(client, **changes)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "Something needs another look" in page
    kept = {**NEW, **changes}
    assert kept["name"].strip() in page
    assert kept["email"].lower() in page.lower()
    assert user_by_email("noor@people.test") is None


def test_an_invalid_password_does_not_tell_whether_the_address_is_here(client):
    UserFactory(email="noor@people.test")
    here = register(client, password="short", email="noor@people.test").get_data(as_text=True)
    stranger = register(client, password="short", email="zora@people.test").get_data(as_text=True)
    assert here.replace("noor@people.test", "zora@people.test") == stranger


def test_a_mail_scanner_that_follows_the_link_confirms_nothing(client):
    register(client)
    link = link_in_last_mail("noor@people.test", "/confirm/")
    for method in ("GET", "HEAD", "OPTIONS"):
        client.open(link, method=method)
    assert user_by_email("noor@people.test").confirmed_at is None


def test_the_button_confirms_the_address_once(client, app, told):
    register(client)
    link = link_in_last_mail("noor@people.test", "/confirm/")
    assert "noor@people.test" in client.get(link).get_data(as_text=True)
    answer = client.post(link)
    assert (answer.status_code, path_of(answer)) == (303, "/login?done=confirmed")
    assert "Your address is confirmed" in client.get("/login?done=confirmed").get_data(as_text=True)
    assert user_by_email("noor@people.test").confirmed_at is not None
    assert path_of(client.post(link)) == "/login?done=confirmed"
    assert [type(fact) for fact in told] == [AddressConfirmed]


def test_the_page_of_the_link_speaks_the_language_of_whoever_registered(client):
    register(client)
    user_by_email("noor@people.test").language = "fr"
    session.commit()
    link, english = link_in_last_mail("noor@people.test", "/confirm/"), {"Accept-Language": "en-GB"}
    assert '<html lang="fr"' in client.get(link, headers=english).text
    for _press in range(2):
        assert path_of(client.post(link, headers=english)) == "/login?done=confirmed&lang=fr"
    assert path_of(client.post(link, headers={"Accept-Language": "fr"})) == "/login?done=confirmed"


def test_where_one_was_going_survives_the_mail(client):
    assert path_of(register(client, next="/invitations/abc")) == "/register/sent", "first, look in the mail"
    link = link_in_last_mail("noor@people.test", "/confirm/")
    assert path_of(client.post(link)) == "/login?done=confirmed&next=%2Finvitations%2Fabc"


def test_whoever_is_here_already_signs_in_and_goes_where_they_were_going(client):
    page = client.get("/register?next=/invitations/abc").get_data(as_text=True)
    assert "/login?next=%2Finvitations%2Fabc" in page or "/login?next=/invitations/abc" in page


def test_a_link_to_another_site_does_not_survive_the_mail(client):
    register(client, next="https://evil.test/")
    assert "evil" not in link_in_last_mail("noor@people.test", "/confirm/")


def test_a_wrong_or_old_link_confirms_nothing(client, app, security_setting):
    register(client)
    link = link_in_last_mail("noor@people.test", "/confirm/")
    assert client.get("/confirm/nonsense").status_code == 410
    assert client.post(link[:-3] + "xyz").status_code == 410
    security_setting("CONFIRM_EMAIL_WITHIN", timedelta(seconds=-1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert user_by_email("noor@people.test").confirmed_at is None


def test_the_mail_comes_again_and_strangers_get_the_same_answer(client):
    register(client)
    known = client.post("/confirm", data={"email": "noor@people.test"})
    stranger = client.post("/confirm", data={"email": "stranger@people.test"})
    assert path_of(known) == path_of(stranger) == "/confirm/sent"
    assert mails_to("noor@people.test") == ["accounts/confirm_address"] * 2
    assert mails_to("stranger@people.test") == []


def test_links_in_mails_never_follow_a_forged_host(client):
    client.post("/register", data=NEW, headers={"Host": "evil.test"})
    assert link_in_last_mail("noor@people.test", "/confirm/")
