"""Signing in and out: by password and by mailed link."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from app.accounts import services
from app.accounts.models import UserSession
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid
from app.core.transaction import transaction
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import link_in_last_mail, mails_to, path_of
from tests.queries import counting
from tests.racing import at_once
from tests.signing_in import is_in, sign_in

ASKED = "Type your e-mail address."
SPELLED = "That does not look like an e-mail address, such as sam@example.org."


def faults_in(page):
    """Read the summary of a form sent back: where each line leads, and that the same stands there."""
    summary = page.text.split("data-error-summary")[1].split("</ul>")[0]
    found = dict(re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', summary))
    assert summary.count("<li>") == len(found)
    for field, sentence in found.items():
        assert f"</span> {sentence}</span>" in page.text.split(f'id="{field}-error"')[1]
    return found


def give_password(client, user, password=PASSWORD, **more):
    return client.post("/login", data={"email": user.email, "password": password, **more})


def test_the_right_password_signs_in(client):
    user = UserFactory()
    answer = give_password(client, user)
    assert (answer.status_code, path_of(answer)) == (303, "/desk")
    assert is_in(client)


def test_the_address_may_be_typed_in_any_case(client):
    user = UserFactory(email="ada@people.test")
    assert client.post("/login", data={"email": " Ada@PEOPLE.test ", "password": PASSWORD}).status_code == 303
    assert user.id


@pytest.mark.parametrize("password", ["wrong password", "x" * 5000, "\u00fc" * 10_000, "\ufdfa" * 900])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, password):
    user = UserFactory(email="ada@people.test")
    known = give_password(client, user, password)
    unknown = client.post("/login", data={"email": "bob@people.test", "password": password})
    assert known.status_code == unknown.status_code == 422
    text = known.get_data(as_text=True)
    assert text.replace("ada@", "bob@") == unknown.get_data(as_text=True)
    assert "do not belong together" in text
    assert "ada@people.test" in text
    assert "Set-Cookie" not in known.headers
    assert not is_in(client)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"email": "", "password": ""}, {"email": ASKED, "password": "Type your password."}),
        ({"email": "ada@people.test", "password": " "}, {"password": "Type your password."}),
        ({"email": "nobody@people.test", "password": " "}, {"password": "Type your password."}),
        ({"email": " ", "password": "any words at all"}, {"email": ASKED}),
        ({"email": "ada@", "password": "any words at all"}, {"email": SPELLED}),
    ],
)
def test_what_is_left_out_is_said_at_its_field_and_nothing_of_who_is_here(client, typed, wrong):
    UserFactory(email="ada@people.test")
    page = client.post("/login", data=typed)
    assert page.status_code == 422
    assert "do not belong together" not in page.text
    assert faults_in(page) == wrong


@pytest.mark.parametrize("address", ["/reset", "/confirm", "/login/link"])
@pytest.mark.parametrize(("typed", "sentence"), [("", ASKED), ("ada@", SPELLED)])
def test_an_address_is_asked_for_at_its_field(client, address, typed, sentence):
    page = client.post(address, data={"email": typed})
    assert page.status_code == 422
    assert faults_in(page) == {"email": sentence}


@pytest.mark.parametrize(
    "address", ["/login", "/register", "/reset", "/confirm", "/login/link", "/wan-signin"]
)
def test_pages_for_strangers_set_no_cookie(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'name="csrf_token"' not in answer.get_data(as_text=True)


def test_someone_who_has_not_confirmed_is_told_so_only_with_the_right_password(client):
    user = UserFactory(confirmed_at=None)
    assert "not confirmed yet" not in give_password(client, user, "wrong password").get_data(as_text=True)
    assert not is_in(client)
    answer = give_password(client, user)
    assert answer.status_code == 422
    assert "not confirmed yet" in answer.get_data(as_text=True)
    assert not is_in(client)


def test_someone_suspended_cannot_sign_in(client):
    user = UserFactory(active=False)
    answer = give_password(client, user)
    assert answer.status_code == 422
    assert "This sign-in is closed" in answer.get_data(as_text=True)
    assert "“Privacy” below has our address" in answer.get_data(as_text=True)
    assert not is_in(client)


def test_suspending_ends_every_session(client, app):
    user, keeper = UserFactory(), UserFactory(is_staff=True)
    sign_in(client, user)
    assert is_in(client)
    with transaction():
        services.suspend(user, "spam", by=keeper)
    assert not is_in(client)
    with transaction():
        services.unsuspend(user, by=keeper)
    assert not is_in(client)


def test_someone_without_a_password_cannot_sign_in_with_one(client):
    user = UserFactory(password=None)
    assert give_password(client, user).status_code == 422


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [
        ("/desk/events/new", "/desk/events/new"),
        ("/invitations/a?b=c", "/invitations/a?b=c"),
        ("https://evil.test/", "/desk"),
        ("//evil.test/", "/desk"),
        ("/\\evil.test/", "/desk"),
        ("\\\\evil.test", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("evil", "/desk"),
        ("", "/desk"),
    ],
)
def test_next_leads_only_to_this_site(client, following, leads_to):
    user = UserFactory()
    assert path_of(give_password(client, user, next=following)) == leads_to


def test_next_in_the_address_leads_only_to_this_site(client):
    user = UserFactory()
    form = {"email": user.email, "password": PASSWORD}
    assert path_of(client.post("/login?next=//evil.test/", data=form)) == "/desk"


def test_a_page_for_people_signed_in_leads_to_it_after_signing_in(client):
    user = UserFactory()
    answer = client.get("/desk/account/security")
    assert path_of(answer) == "/login?next=%2Fdesk%2Faccount%2Fsecurity"
    page = client.get(path_of(answer)).get_data(as_text=True)
    assert 'name="next" value="/desk/account/security"' in page
    assert path_of(give_password(client, user, next="/desk/account/security")) == "/desk/account/security"


@pytest.mark.parametrize(
    "address", ["/change", "/change-email", "/verify", "/mf-recovery-codes", "/wan-register"]
)
def test_a_page_of_the_library_leads_who_is_signed_out_to_it_after_signing_in(client, address):
    answer = client.get(address)
    assert (answer.status_code, path_of(answer)) == (303, f"/login?{urlencode({'next': address})}")
    assert path_of(client.post(address)).startswith("/login")
    assert client.get(address, headers={"Accept": "application/json"}).status_code == 401


def test_what_a_stranger_planted_in_the_cookie_is_gone_after_signing_in(client):
    user = UserFactory()
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"
        cookie["twain_token"] = "planted"
        cookie["something"] = "planted"
    give_password(client, user)
    with client.session_transaction() as cookie:
        assert cookie["twain_token"] != "planted"
        assert "something" not in cookie
        assert cookie.get("csrf_token") != "planted"
    assert is_in(client)


def test_each_sign_in_has_a_session_of_its_own(client, app):
    user = UserFactory()
    give_password(client, user)
    give_password(app.test_client(), user)
    assert session.query(UserSession).count() == 2


def test_the_cookie_lasts_only_when_asked(app):
    user = UserFactory()
    short, long = app.test_client(), app.test_client()
    assert "Expires" not in give_password(short, user).headers["Set-Cookie"]
    assert "Expires" in give_password(long, user, remember="y").headers["Set-Cookie"]
    assert "remember_token" not in str(give_password(app.test_client(), user, remember="y").headers)


def test_signing_out_ends_the_session_for_good(client):
    user = UserFactory()
    sign_in(client, user)
    kept = client.get_cookie("twain_session").value
    answer = client.post("/logout")
    assert (answer.status_code, path_of(answer)) == (303, "/")
    assert not is_in(client)
    client.set_cookie("twain_session", kept)
    assert not is_in(client)
    assert session.query(UserSession).count() == 0


def test_signing_out_needs_a_post_of_our_own(client):
    sign_in(client, UserFactory())
    assert client.get("/logout").status_code == 405
    assert client.post("/logout", headers={"Origin": "https://evil.test"}).status_code == 403
    del client.environ_base["HTTP_X_CSRFTOKEN"]
    assert client.post("/logout").status_code == 400
    assert is_in(client)


def test_signing_in_from_another_site_is_refused(client):
    user = UserFactory()
    form = {"email": user.email, "password": PASSWORD}
    assert client.post("/login", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not is_in(client)


def test_a_session_without_use_ends_after_thirty_days(client):
    sign_in(client, UserFactory())
    with clock.moved(timedelta(days=31)):
        assert not is_in(client)
    assert is_in(client)


def test_a_user_is_loaded_with_one_query(client):
    user = UserFactory()
    sign_in(client, user)
    client.get("/login/link/sent")
    with counting() as seen:
        client.get("/login/link/sent")
    assert len(seen) == 1, seen


def test_strangers_cost_no_query(client):
    client.get("/login/link/sent")
    with counting() as seen:
        client.get("/login/link/sent")
    assert seen == []


def ask_link(client, address, **more):
    return client.post("/login/link", data={"email": address, **more})


def test_a_mailed_link_signs_in_once_and_only_by_its_button(client, app):
    user = UserFactory()
    assert path_of(ask_link(client, user.email)) == "/login/link/sent"
    link = link_in_last_mail(user.email, "/login/link/")
    for method in ("GET", "HEAD"):
        client.open(link, method=method)
    assert not is_in(client)
    assert user.email in client.get(link).get_data(as_text=True)
    answer = client.post(link)
    assert (answer.status_code, path_of(answer)) == (303, "/desk")
    assert is_in(client)
    other = app.test_client()
    assert other.post(link).status_code == 410
    assert other.get(link).status_code == 410
    assert not is_in(other)


def test_asking_for_a_link_answers_strangers_alike(client):
    user = UserFactory()
    known, stranger = ask_link(client, user.email), ask_link(client, "nobody@people.test")
    assert known.get_data() == stranger.get_data()
    assert path_of(known) == path_of(stranger)
    assert mails_to("nobody@people.test") == []


@pytest.mark.parametrize("address", ["", "nonsense", "a@b", "x" * 400 + "@people.test"])
def test_asking_for_a_link_needs_an_address(client, address):
    assert ask_link(client, address).status_code == 422


def test_a_link_is_too_old_after_half_an_hour(client):
    user = UserFactory()
    ask_link(client, user.email)
    link = link_in_last_mail(user.email, "/login/link/")
    with clock.moved(timedelta(minutes=31)):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410
    assert not is_in(client)


def test_a_link_confirms_an_address_that_was_not(client):
    user = UserFactory(confirmed_at=None)
    ask_link(client, user.email)
    client.post(link_in_last_mail(user.email, "/login/link/"))
    assert is_in(client)
    session.refresh(user)
    assert user.confirmed_at is not None


def test_a_password_that_a_stranger_gave_for_my_address_is_gone_once_i_use_a_link(client, app):
    user = UserFactory(confirmed_at=None)
    ask_link(client, user.email)
    client.post(link_in_last_mail(user.email, "/login/link/"))
    assert is_in(client)
    stranger = app.test_client()
    stranger.post("/login", data={"email": user.email, "password": PASSWORD})
    assert not is_in(stranger)


def test_a_link_leaves_the_password_of_someone_confirmed_alone(client, app):
    user = UserFactory()
    ask_link(client, user.email)
    client.post(link_in_last_mail(user.email, "/login/link/"))
    again = app.test_client()
    again.post("/login", data={"email": user.email, "password": PASSWORD})
    assert is_in(again)


def test_a_link_goes_where_one_was_going_but_not_elsewhere(client, app):
    user = UserFactory()
    ask_link(client, user.email, next="/desk/events/new")
    assert path_of(client.post(link_in_last_mail(user.email, "/login/link/"))) == "/desk/events/new"
    ask_link(app.test_client(), user.email, next="//evil.test")
    link = link_in_last_mail(user.email, "/login/link/")
    assert path_of(app.test_client().post(link + "?next=https://evil.test")) == "/desk"


def test_someone_suspended_gets_no_link(client):
    user = UserFactory(active=False)
    ask_link(client, user.email)
    assert mails_to(user.email) == []


def test_a_link_mailed_before_a_suspension_no_longer_works(client):
    user, keeper = UserFactory(), UserFactory()
    ask_link(client, user.email)
    link = link_in_last_mail(user.email, "/login/link/")
    with transaction():
        services.suspend(user, "spam", by=keeper)
    assert client.post(link).status_code == 410


def test_two_presses_of_one_link_at_once_sign_in_once(client, app):
    for _round in range(4):
        user = UserFactory()
        ask_link(client, user.email)
        token = link_in_last_mail(user.email, "/login/link/").rsplit("/", 1)[1]

        def press(token=token):
            return services.use_sign_in_link(token).id

        outcomes = at_once(app, press, press)
        assert sorted(isinstance(each, Invalid) for each in outcomes) == [False, True]
        assert user.id in outcomes


def test_a_missing_address_is_asked_for_once(client):
    page = client.post("/login/link", data={"email": ""})
    assert page.status_code == 422
    summary = page.text.split("data-error-summary")[1].split("</div>")[0]
    assert summary.count("Type your e-mail address.") == 1
