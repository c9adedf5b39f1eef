"""Resetting and changing a password, changing an address."""

from datetime import timedelta

import pytest

from app.accounts import services
from app.accounts.facts import AddressConfirmed
from app.accounts.models import User, UserSession
from app.accounts.queries import user_by_email
from app.core.database import session
from app.core.transaction import transaction
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import link_in_last_mail, mails_to, path_of
from tests.signing_in import is_in, sign_in

BETTER = "a wilder green kettle hums"


def give_password(client, user, password):
    return client.post("/login", data={"email": user.email, "password": password}).status_code == 303


def ask_reset(client, address):
    return client.post("/reset", data={"email": address})


@pytest.mark.parametrize("address", ["/change", "/verify"])
def test_a_password_without_end_is_a_wrong_one(client, address):
    sign_in(client, UserFactory())
    new = "two keys two doors"
    form = {"password": "x" * 5000, "new_password": new, "new_password_confirm": new}
    assert client.post(address, data=form).status_code == 422


def test_a_forgotten_password_is_chosen_anew_by_mail(client, app):
    user = UserFactory()
    elsewhere = app.test_client()
    sign_in(elsewhere, user)
    assert path_of(ask_reset(client, user.email)) == "/reset/sent"
    link = link_in_last_mail(user.email, "/reset/")
    for method in ("GET", "HEAD"):
        client.open(link, method=method)
    answer = client.post(link, data={"password": BETTER, "password_confirm": BETTER})
    assert (answer.status_code, path_of(answer)) == (303, "/login?done=reset")
    assert "Your new password is set" in client.get("/login?done=reset").get_data(as_text=True)
    assert mails_to(user.email) == ["accounts/reset_password", "accounts/password_changed"]
    assert not is_in(elsewhere)
    assert session.query(UserSession).count() == 0
    assert not give_password(client, user, PASSWORD)
    assert give_password(client, user, BETTER)


def test_a_reset_link_works_once(client):
    user = UserFactory()
    ask_reset(client, user.email)
    link = link_in_last_mail(user.email, "/reset/")
    client.post(link, data={"password": BETTER, "password_confirm": BETTER})
    assert client.get(link).status_code == 410
    assert client.post(link, data={"password": PASSWORD, "password_confirm": PASSWORD}).status_code == 410
    assert give_password(client, user, BETTER)


def test_a_reset_link_that_is_old_or_wrong_changes_nothing(client, security_setting):
    user = UserFactory()
    ask_reset(client, user.email)
    link = link_in_last_mail(user.email, "/reset/")
    security_setting("RESET_PASSWORD_WITHIN", timedelta(seconds=-1))
    form = {"password": BETTER, "password_confirm": BETTER}
    assert client.get(link).status_code == client.post(link, data=form).status_code == 410
    assert (
        client.get("/reset/nonsense").status_code
        == client.post("/reset/nonsense", data=form).status_code
        == 410
    )
    assert give_password(client, user, PASSWORD)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"password": "short", "password_confirm": "short"}, "Use at least 10 characters"),
        ({"password": BETTER, "password_confirm": PASSWORD}, "The two passwords differ"),
        ({}, "Type a password"),
    ],
)
def test_a_new_password_that_cannot_be_taken_is_refused(client, form, sentence):
    user = UserFactory()
    ask_reset(client, user.email)
    answer = client.post(link_in_last_mail(user.email, "/reset/"), data=form)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_asking_for_a_reset_answers_strangers_alike(client):
    user = UserFactory()
    known, stranger = ask_reset(client, user.email), ask_reset(client, "nobody@people.test")
    assert (known.get_data(), path_of(known)) == (stranger.get_data(), path_of(stranger))
    assert "Set-Cookie" not in known.headers
    assert mails_to("nobody@people.test") == []
    assert ask_reset(client, "nonsense").status_code == 422


def test_someone_who_never_confirmed_can_reset_and_is_confirmed_by_it(client):
    user = UserFactory(confirmed_at=None)
    ask_reset(client, user.email)
    client.post(
        link_in_last_mail(user.email, "/reset/"), data={"password": BETTER, "password_confirm": BETTER}
    )
    assert give_password(client, user, BETTER)


def test_someone_suspended_gets_no_reset(client):
    user = UserFactory(active=False)
    ask_reset(client, user.email)
    assert mails_to(user.email) == []


def change_password(client, **changes):
    form = {"password": PASSWORD, "new_password": BETTER, "new_password_confirm": BETTER}
    return client.post("/change", data={**form, **changes})


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, app):
    user, elsewhere = UserFactory(), app.test_client()
    sign_in(client, user)
    sign_in(elsewhere, user)
    assert path_of(change_password(client)) == "/desk/account/security"
    assert is_in(client)
    assert not is_in(elsewhere)
    assert session.query(UserSession).count() == 1
    assert mails_to(user.email) == ["accounts/password_changed"]
    assert give_password(app.test_client(), user, BETTER)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "wrong password"}, "That is not the password"),
        ({"password": ""}, "Type a password"),
        ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "the password you have now"),
        ({"new_password_confirm": "something else"}, "The two passwords differ"),
        ({"new_password": "short", "new_password_confirm": "short"}, "Use at least 10 characters"),
    ],
)
def test_a_change_that_cannot_be_taken_changes_nothing(client, app, changes, sentence):
    user = UserFactory()
    sign_in(client, user)
    answer = change_password(client, **changes)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert give_password(app.test_client(), user, PASSWORD)


def ask_new_address(client, address):
    return client.post("/change-email", data={"email": address})


def test_a_new_address_is_used_once_its_mail_is_answered(client, told):
    user = UserFactory(email="old@people.test")
    sign_in(client, user)
    assert path_of(ask_new_address(client, "New@people.test")) == "/desk/account/security"
    assert "We sent a mail to new@people.test" in client.get("/desk/account/security").get_data(as_text=True)
    link = link_in_last_mail("new@people.test", "/change-email/")
    for method in ("GET", "HEAD"):
        client.open(link, method=method)
    assert user_by_email("new@people.test") is None
    assert "new@people.test" in client.get(link).get_data(as_text=True)
    assert client.post(link).status_code == 303
    assert session.get(User, user.id).email == "new@people.test"
    assert mails_to("old@people.test") == ["accounts/address_changed"]
    assert [type(fact) for fact in told] == [AddressConfirmed]
    assert client.post(link).status_code == client.get(link).status_code == 410


def test_what_was_mailed_to_the_old_address_opens_nothing_any_more(client, app):
    user = UserFactory(email="old@people.test")
    elsewhere, thief = app.test_client(), app.test_client()
    sign_in(elsewhere, user)
    ask_reset(thief, "old@people.test")
    reset = link_in_last_mail("old@people.test", "/reset/")
    thief.post("/login/link", data={"email": "old@people.test"})
    sign_in_link = link_in_last_mail("old@people.test", "/login/link/")
    sign_in(client, user)
    ask_new_address(client, "new@people.test")
    client.post(link_in_last_mail("new@people.test", "/change-email/"))
    assert is_in(client)
    assert not is_in(elsewhere)
    assert thief.post(sign_in_link).status_code == 410
    answer = thief.post(reset, data={"password": BETTER, "password_confirm": BETTER})
    assert answer.status_code == 410
    assert not is_in(thief)


def test_the_mail_may_be_answered_in_another_browser(client, app):
    user = UserFactory()
    sign_in(client, user)
    ask_new_address(client, "new@people.test")
    answer = app.test_client().post(link_in_last_mail("new@people.test", "/change-email/"))
    assert answer.status_code == 303
    assert user_by_email("new@people.test").id == user.id


def test_an_address_that_someone_has_answers_as_any_other(client):
    UserFactory(email="taken@people.test")
    sign_in(client, UserFactory())
    assert path_of(ask_new_address(client, "taken@people.test")) == "/desk/account/security"
    assert mails_to("taken@people.test") == []
    assert ask_new_address(client, "nonsense").status_code == 422


def test_an_address_taken_meanwhile_is_not_used(client):
    user = UserFactory()
    sign_in(client, user)
    ask_new_address(client, "new@people.test")
    UserFactory(email="new@people.test")
    link = link_in_last_mail("new@people.test", "/change-email/")
    assert client.get(link).status_code == client.post(link).status_code == 410
    assert session.get(User, user.id).email == user.email


def test_an_old_or_wrong_address_link_changes_nothing(client, security_setting):
    user = UserFactory()
    sign_in(client, user)
    ask_new_address(client, "new@people.test")
    link = link_in_last_mail("new@people.test", "/change-email/")
    security_setting("CHANGE_EMAIL_WITHIN", timedelta(seconds=-1))
    assert client.get(link).status_code == client.post(link).status_code == 410
    assert client.post("/change-email/nonsense").status_code == 410
    assert user_by_email("new@people.test") is None


def end_others(app, user):
    own = app.test_client()
    sign_in(own, user)
    own.post("/desk/account/sessions/end-others")
    assert is_in(own)


def suspend_for_a_while(_app, user):
    with transaction():
        services.suspend(user, "Somebody else was in.", by=UserFactory(is_staff=True))
        services.unsuspend(user, by=UserFactory(is_staff=True))


def take_second_factor(_app, user):
    with transaction():
        services.remove_second_factor(user, by=UserFactory(is_staff=True))


@pytest.mark.parametrize("end", [end_others, suspend_for_a_while, take_second_factor])
def test_whoever_is_signed_out_takes_no_address_by_a_link_they_asked_for_before(client, app, end):
    user = UserFactory()
    address = user.email
    sign_in(client, user)
    ask_new_address(client, "stranger@people.test")
    link = link_in_last_mail("stranger@people.test", "/change-email/")
    end(app, user)
    assert not is_in(client)
    assert app.test_client().post(link).status_code == 410
    session.refresh(user)
    assert user.email == address
