"""Taking one's data along, and being erased."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from app.accounts import jobs
from app.accounts.facts import UserErased
from app.accounts.models import SignInLink, User, UserSession
from app.accounts.queries import user_by_email
from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.outbox.models import ListName, Unsubscription
from app.outbox.services import leave_list
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.mailbox import mails_to, path_of
from tests.organisations.factories import MembershipFactory
from tests.signing_in import sign_in

WEEK = timedelta(days=7, minutes=1)
MAILS = Path(__file__).parent / "emails"


@pytest.fixture
def person(client):
    user = UserFactory(name="Noor Haddad", email="noor@people.test")
    sign_in(client, user)
    return user


def test_the_export_holds_everything_as_json_and_as_a_page(client, person):
    membership = MembershipFactory(user=person, role="helper")
    answer = client.post("/desk/account/export")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="twain-')
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as bundle:
        names = set(bundle.namelist())
        about = json.loads(bundle.read("about_you.json"))
        page = bundle.read("index.html").decode()
        everything = b"".join(bundle.read(name) for name in names).decode()
    assert {
        "index.html",
        "about_you.json",
        "what_you_did.json",
        "mail_to_you.json",
        "organisations.json",
    } <= names
    assert about["name"] == "Noor Haddad"
    assert about["address"] == "noor@people.test"
    assert "Noor Haddad" in page
    assert membership.organisation.name in everything
    assert "argon2" not in everything
    assert person.fs_uniquifier not in everything


def test_the_export_shows_what_people_wrote_harmlessly(client):
    user = UserFactory(name="<script>alert(1)</script>")
    sign_in(client, user)
    with zipfile.ZipFile(io.BytesIO(client.post("/desk/account/export").get_data())) as bundle:
        assert "<script>" not in bundle.read("index.html").decode()


@pytest.mark.parametrize("address", ["/desk/account/export", "/desk/account/erasure"])
def test_export_and_erasure_want_to_be_shown_again_that_it_is_them(client, address):
    user = UserFactory()
    sign_in(client, user, minutes_ago=60)
    assert path_of(client.post(address)) == "/verify?next=/desk/account/data"
    assert session.get(User, user.id).erasure_due_at is None


def test_erasure_waits_a_week_and_can_be_taken_back(client, person):
    client.post("/desk/account/erasure")
    client.post("/desk/account/erasure")
    assert mails_to(person.email) == ["accounts/erasure_requested"]
    page = client.get("/desk/account/data").get_data(as_text=True)
    assert "Your account will be erased on" in page
    with clock.moved(timedelta(days=6, hours=23)):
        jobs.erase_due_users()
    assert user_by_email("noor@people.test") is not None
    client.post("/desk/account/erasure/cancel")
    with clock.moved(WEEK):
        jobs.erase_due_users()
    assert session.get(User, person.id).name == "Noor Haddad"


def test_it_is_an_account_that_is_erased_never_a_person(client, person):
    """Nobody who has a hard day reads that they themselves are to be erased."""
    about_people = re.compile(r"\b(erase (me|you)|you (\w+ ){0,2}erased|keep me)\b", re.IGNORECASE)
    pages = [client.get("/desk/account/data").get_data(as_text=True)]
    client.post("/desk/account/erasure")
    pages.append(client.get("/desk/account/data").get_data(as_text=True))
    client.post("/desk/account/erasure/cancel")
    pages.append(client.get("/desk/account/data").get_data(as_text=True))
    pages += [path.read_text() for path in MAILS.glob("eras*.txt")]
    assert [about_people.findall(page) for page in pages] == [[]] * len(pages)


def test_signing_in_meanwhile_reminds_of_the_way_back(client, app, person):
    client.post("/desk/account/erasure")
    other = app.test_client()
    other.post("/login", data={"email": person.email, "password": PASSWORD})
    assert "Keep my account" in other.get("/desk/account").get_data(as_text=True)


def test_after_the_week_nothing_of_the_person_is_left(client, app, person, told):
    with transaction():
        leave_list(person.email, ListName.REMINDERS)
    client.post("/login/link", data={"email": person.email})
    client.post("/desk/account/erasure")
    with clock.moved(WEEK):
        jobs.erase_due_users()
        jobs.erase_due_users()
    user = session.get(User, person.id)
    assert (user.name, user.email) == ("", f"erased-{user.id}@erased.invalid")
    assert user.password is user.tf_totp_secret is user.confirmed_at is user.erasure_due_at is None
    assert user.erased_at is not None
    assert [type(fact) for fact in told] == [UserErased]
    assert session.query(UserSession).count() == session.query(SignInLink).count() == 0
    assert session.query(Unsubscription).count() == 0
    assert {line.actor_name for line in session.query(AuditEntry)} == {""}
    assert mails_to("noor@people.test")[-1] == "accounts/erased"
    assert client.get("/desk/account").status_code == 303
    assert (
        app.test_client().post("/login", data={"email": "noor@people.test", "password": PASSWORD}).status_code
        == 422
    )


def test_the_address_is_free_again_after_erasure(client, person):
    client.post("/desk/account/erasure")
    with clock.moved(WEEK):
        jobs.erase_due_users()
    assert UserFactory(email="noor@people.test").id != person.id


def test_a_sole_owner_must_hand_over_first(client, person):
    membership = MembershipFactory(user=person, role="owner")
    page = client.get("/desk/account/data").get_data(as_text=True)
    assert f"only owner of {membership.organisation.name}" in page
    client.post("/desk/account/erasure")
    assert session.get(User, person.id).erasure_due_at is None


def test_an_erasure_that_has_become_impossible_is_put_off_and_explained(client, person):
    client.post("/desk/account/erasure")
    MembershipFactory(user=person, role="owner")
    with clock.moved(WEEK):
        jobs.erase_due_users()
    user = session.get(User, person.id)
    assert (user.name, user.erasure_due_at) == ("Noor Haddad", None)
    assert mails_to(person.email)[-1] == "accounts/erasure_put_off"


def test_memberships_end_with_the_person(client, person):
    membership = MembershipFactory(user=person, role="helper")
    client.post("/desk/account/erasure")
    with clock.moved(WEEK):
        jobs.erase_due_users()
    session.refresh(membership)
    assert membership.ended_at is not None


def test_old_sessions_and_links_are_forgotten(client, person):
    client.post("/login/link", data={"email": person.email})
    with clock.moved(timedelta(days=31)):
        jobs.forget_old_sessions()
    assert session.query(UserSession).count() == session.query(SignInLink).count() == 0
