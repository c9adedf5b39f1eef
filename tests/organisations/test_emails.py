from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.models import User
from app.core.i18n import in_language
from app.core.templating import render_email
from app.organisations import emails
from app.organisations.models import Invitation, MemberRole, Membership, Organisation
from app.outbox.models import Email
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
AMINA = User(name="Amina Diallo", email="amina@people.test", language="en")
JONAS = User(name="Jonas Weber", email="jonas@people.test", language="en")
TABLE = Organisation(
    slug="the-long-table",
    name="The Long Table",
    contact_email="hello@table.example",
    status_note="We could not find you in the register. A link to your page would help.",
    time_zone="Europe/London",
)


def membership(role: MemberRole) -> Membership:
    return Membership(organisation=TABLE, user=JONAS, role=role)


def invitation() -> Invitation:
    return Invitation(
        organisation=TABLE,
        email="new@example.org",
        role=MemberRole.ORGANISER,
        expires_at=datetime(2026, 6, 14, 9, tzinfo=UTC),
    )


MESSAGES = {
    "invited": lambda: emails.invited(invitation(), "the-token", by=AMINA, language="en"),
    "role_changed": lambda: emails.role_changed(membership(MemberRole.TREASURER), by=AMINA),
    "removed": lambda: emails.removed(membership(MemberRole.HELPER), by=AMINA),
    "verified": lambda: emails.verified(TABLE, AMINA),
    "not_verified": lambda: emails.not_verified(TABLE, AMINA),
}


def shown(email: Email) -> str:
    with in_language(email.language):
        subject, text, html = render_email(email.template, email.context)
    assert subject in html
    return f"To: {email.to}\nSubject: {subject}\n\n{text}"


@pytest.mark.parametrize("name", MESSAGES)
def test_each_message_reads_as_agreed(app: Flask, name: str) -> None:
    with app.test_request_context():
        email = MESSAGES[name]()
        assert email.list_name is None
        assert_snapshot(SNAPSHOTS / f"{name}.txt", shown(email))


def test_a_name_cannot_smuggle_markup_into_a_mail(app: Flask) -> None:
    villain = User(name="<b>Eve</b>", email="eve@people.test", language="en")
    with app.test_request_context():
        email = emails.role_changed(membership(MemberRole.HELPER), by=villain)
        _subject, _text, html = render_email(email.template, email.context)
    assert "<b>Eve" not in html
