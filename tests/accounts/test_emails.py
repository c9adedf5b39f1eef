"""Every mail of accounts, as people read it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.accounts import emails
from app.accounts.emails import SecondFactorChange
from app.core.i18n import in_language
from app.core.templating import render_email
from tests.accounts.factories import UserFactory
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
LINK = "http://localhost/a/link"

MESSAGES = {
    "confirm_address": lambda user: emails.confirm_address(user, LINK),
    "already_here": lambda user: emails.already_here(user, LINK),
    "reset_password": lambda user: emails.reset_password(user, LINK),
    "password_changed": emails.password_changed,
    "sign_in_link": lambda user: emails.sign_in_link(user, LINK),
    "change_address": lambda user: emails.change_address(user, "new@people.test", LINK),
    "address_changed": lambda user: emails.address_changed(user, "old@people.test"),
    "erasure_requested": emails.erasure_requested,
    "erasure_put_off": lambda user: emails.erasure_put_off(
        user, ["You are the only owner of The Long Table."]
    ),
    "erased": lambda user: emails.erased(user.email, user.name, user.language),
    **{
        f"second_factor_{change}": lambda user, change=change: emails.second_factor_changed(user, change)
        for change in SecondFactorChange
    },
}


@pytest.mark.parametrize("message", MESSAGES)
def test_the_mail_says_what_its_snapshot_says(app, message):
    user = UserFactory(name="Noor Haddad", email="noor@people.test")
    user.erasure_due_at = datetime(2026, 5, 8, 12, tzinfo=UTC)
    email = MESSAGES[message](user)
    with in_language("en"):
        subject, text, html = render_email(email.template, email.context)
    assert_snapshot(SNAPSHOTS / f"{message}.txt", f"To: {email.to}\nSubject: {subject}\n\n{text}")
    assert f"<title>{subject}</title>" in html
    assert "Noor Haddad" in html
    assert email.list_name is None


def test_a_name_cannot_break_out_of_the_mail(app):
    user = UserFactory(name="<b>Noor</b>")
    _subject, text, html = render_email(*_parts(emails.password_changed(user)))
    assert "<b>Noor</b>" in text
    assert "&lt;b&gt;Noor&lt;/b&gt;" in html


def test_someone_without_a_name_is_greeted_all_the_same(app):
    _subject, text, _html = render_email(*_parts(emails.password_changed(UserFactory(name=""))))
    assert text.startswith("Hello,\n\n")


def _parts(email):
    return email.template, email.context
