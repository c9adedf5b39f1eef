"""Preferences, and where one is signed in."""

from datetime import timedelta

import pytest

from app.accounts.models import User, UserSession
from app.core import clock
from app.core.database import session
from app.outbox.models import ListName
from app.outbox.queries import has_left
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import path_of
from tests.signing_in import sign_in

CHOSEN = {"name": "Noor", "language": "fr", "time_zone": "Europe/Paris", "wanted": ["reminders"]}


def test_preferences_are_kept_and_shown(client, person):
    assert path_of(client.post("/desk/account", data=CHOSEN)) == "/desk/account"
    user = session.get(User, person.id)
    assert (user.name, user.language, user.time_zone) == ("Noor", "fr", "Europe/Paris")
    assert [has_left(user.email, name) for name in ListName] == [True, False, True]
    page = client.get("/desk/account").get_data(as_text=True)
    assert 'lang="fr"' in page
    assert 'value="Noor"' in page


def test_mail_that_was_left_can_be_wanted_again(client, person):
    client.post("/desk/account", data={**CHOSEN, "wanted": []})
    client.post("/desk/account", data={**CHOSEN, "wanted": [name.value for name in ListName]})
    assert not any(has_left(person.email, name) for name in ListName)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"name": "buy.com"},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"wanted": ["everything"]},
    ],
)
def test_preferences_that_cannot_be_are_refused(client, person, changes):
    answer = client.post("/desk/account", data={**CHOSEN, **changes})
    assert answer.status_code == 422
    assert session.get(User, person.id).time_zone == "Europe/London"


def test_sessions_are_listed_by_device_and_this_one_is_marked(client, app, person):
    other = app.test_client()
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other.post("/login", data={"email": person.email, "password": PASSWORD}, headers={"User-Agent": agent})
    page = client.get("/desk/account/security").get_data(as_text=True)
    assert "Firefox, Linux" in page
    assert page.count("here, now") == 1
    assert page.count("Sign out there") == 1


def test_one_can_sign_out_in_another_place(client, app, person):
    other = app.test_client()
    sign_in(other, person)
    ended = session.query(UserSession).order_by(UserSession.id.desc()).first().id
    assert path_of(client.post(f"/desk/account/sessions/{ended}/end")) == "/desk/account/security"
    assert other.get("/desk/account").status_code == 303
    assert client.get("/desk/account").status_code == 200


def test_one_can_sign_out_everywhere_else(client, app, person):
    others = [app.test_client() for _number in range(2)]
    for other in others:
        sign_in(other, person)
    client.post("/desk/account/sessions/end-others")
    assert [other.get("/desk/account").status_code for other in others] == [303, 303]
    assert client.get("/desk/account").status_code == 200


def test_nobody_can_end_someone_elses_session(client, app, person):
    neighbour = app.test_client()
    sign_in(neighbour, UserFactory())
    theirs = session.query(UserSession).order_by(UserSession.id.desc()).first().id
    assert client.post(f"/desk/account/sessions/{theirs}/end").status_code == 404
    assert client.post("/desk/account/sessions/999999/end").status_code == 404
    assert neighbour.get("/desk/account").status_code == 200


def test_strangers_are_led_to_sign_in(client):
    for address in ("/desk/account", "/desk/account/security", "/desk/account/data"):
        assert path_of(client.get(address)).startswith("/login?next=")
    for address in ("/desk/account/export", "/desk/account/erasure", "/desk/account/sessions/end-others"):
        assert path_of(client.post(address)) == "/login"


def test_a_session_is_noted_as_seen_when_something_is_sent_now_and_then(client, person):
    started = session.query(UserSession).one().seen_at
    client.get("/desk/account")
    client.post("/desk/account", data=CHOSEN)
    assert session.query(UserSession).one().seen_at == started
    with clock.moved(timedelta(minutes=11)):
        client.get("/desk/account")
        assert session.query(UserSession).one().seen_at == started
        client.post("/desk/account", data=CHOSEN)
        assert session.query(UserSession).one().seen_at > started
