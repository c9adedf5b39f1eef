"""Messages leave once, in order, through a real mail server."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.outbox.gateway import Outcome, SmtpTransport
from app.outbox.jobs import TRANSPORT, beat, deliver_due, tidy_outbox
from app.outbox.models import Attachment, DeliveryAttempt, Email, ListName, Message, MessageStatus
from app.outbox.queries import failed_messages, has_left, last_beat
from app.outbox.services import claim, leave_list, note_failure, post, retry
from tests.accounts.factories import UserFactory
from tests.ports import free_port
from tests.racing import first_and_second
from tests.signing_in import sign_in


class Mailbox:
    """What a mail server received, and what it answers next."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.reached: list[str] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        self.reached.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    handler, port = Mailbox(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    app.extensions[TRANSPORT] = SmtpTransport("127.0.0.1", port, is_tls=False, user="", password="")
    yield handler
    controller.stop()
    del app.extensions[TRANSPORT]


def _email(to: str = "sam@example.org", **changes: Any) -> Email:
    context = {"title": "Über Café ☕", "sentence": "Hello"}
    return Email(to=to, template="outbox/example", language="en", context=context, **changes)


def _post(*emails: Email) -> list[Message | None]:
    with transaction():
        numbers = [post(email) for email in emails]
    return [None if number is None else session.get_one(Message, number) for number in numbers]


def test_a_message_leaves_with_text_html_and_a_utf8_subject(mailbox: Mailbox) -> None:
    calendar = Attachment("event.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:Café\r\n".encode())
    _post(_email(attachments=(calendar,)))

    deliver_due()

    (mail,) = mailbox.mails
    assert mail["Subject"] == "About Über Café ☕"
    assert mail["To"] == "sam@example.org"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Hello" in body.get_content()
    assert mail.get_body(("html",)) is not None
    (part,) = mail.iter_attachments()
    assert part.get_filename() == "event.ics"
    assert "SUMMARY:Café" in part.get_content()
    assert mail["List-Unsubscribe"] is None


def test_a_domain_in_any_letters_is_written_as_every_mail_server_takes_it(mailbox: Mailbox) -> None:
    _post(_email("sam@münchen.example", reply_to="hello@exämple.org"), _email("sam@ｅxample.org"))
    deliver_due()
    first, second = mailbox.mails
    assert (first["To"], first["Reply-To"]) == ("sam@xn--mnchen-3ya.example", "hello@xn--exmple-cua.org")
    assert second["To"] == "sam@example.org"
    assert mailbox.reached == ["sam@xn--mnchen-3ya.example", "sam@example.org"]


def test_an_address_that_no_mail_can_name_for_the_answer_breaks_no_mail(mailbox: Mailbox) -> None:
    _post(_email(reply_to="%%?/**_-#*$!'/&é/!&{_*+.#^漢^!}@漢字.org"))
    deliver_due()
    (mail,) = mailbox.mails
    assert mail["Reply-To"] is None
    assert mail.get_content_type() == "multipart/alternative"


def test_a_sent_message_is_not_sent_again(mailbox: Mailbox) -> None:
    _post(_email())
    deliver_due()
    deliver_due()
    assert len(mailbox.mails) == 1


def test_mail_of_a_list_can_be_left_with_one_click(mailbox: Mailbox, client: Any) -> None:
    _post(_email(list_name=ListName.REMINDERS))
    deliver_due()
    (mail,) = mailbox.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost")

    assert client.get(address).status_code == 200
    assert _post(_email(list_name=ListName.REMINDERS)) != [None], "looking changes nothing"
    one_click = client.post(
        address, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"}
    )

    assert one_click.status_code == 200
    assert _post(_email(list_name=ListName.REMINDERS)) == [None]
    assert _post(_email()) != [None], "letters about one's own reply still come"


@pytest.mark.parametrize("token", ["1-" + "0" * 32, "x", "1", "-", "9" * 40 + "-a", "1-é"])
def test_a_forged_leave_link_leads_nowhere(client: Any, token: str) -> None:
    _post(_email(list_name=ListName.REMINDERS))
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404


def test_a_temporary_refusal_is_tried_again_later_and_keeps_the_order(mailbox: Mailbox) -> None:
    mailbox.answers["sam@example.org"] = "451 come back later"
    first, second = _post(_email(), _email())
    assert first is not None
    assert second is not None

    deliver_due()

    assert first.status is MessageStatus.WAITING
    assert second.attempts == 0, "the second waits for the first"
    assert session.scalars(select(DeliveryAttempt.outcome)).all() == ["come back later"]
    mailbox.answers.clear()
    with clock.moved(timedelta(minutes=2)):
        deliver_due()
    assert [mail["Message-ID"] for mail in mailbox.mails] == [
        f"<twain-{m.id}-{int(m.created_at.timestamp())}@localhost.localdomain>" for m in (first, second)
    ]


def test_a_permanent_refusal_fails_at_once_and_staff_can_retry(mailbox: Mailbox) -> None:
    mailbox.answers["gone@example.org"] = "550 no such person"
    (message,) = _post(_email("gone@example.org"))
    assert message is not None

    deliver_due()

    assert message.status is MessageStatus.FAILED
    assert failed_messages() == [message]
    mailbox.answers.clear()
    with transaction():
        retry(message, by=message_actor)
    deliver_due()
    assert message.status is MessageStatus.SENT


class _NoPassword:
    """A mail server that lets nobody in."""

    def __call__(self, *_asked: Any) -> AuthResult:
        return AuthResult(success=False, handled=False)


class _NoSender(Mailbox):
    """A mail server that takes nothing from us."""

    async def handle_MAIL(self, *_asked: Any) -> str:  # noqa: N802  # the name that aiosmtpd calls
        return "550 this sender may not send"


@pytest.mark.parametrize(
    ("handler", "user", "said"),
    [(Mailbox, "twain", "credentials invalid"), (_NoSender, "", "this sender may not send")],
)
def test_a_server_that_refuses_us_refuses_no_message(
    app: Flask, handler: type[Mailbox], user: str, said: str
) -> None:
    port = free_port()
    controller = Controller(
        handler(), hostname="127.0.0.1", port=port, authenticator=_NoPassword(), auth_require_tls=False
    )
    controller.start()
    app.extensions[TRANSPORT] = SmtpTransport("127.0.0.1", port, is_tls=False, user=user, password="old")
    (message,) = _post(_email())
    assert message is not None
    try:
        deliver_due()
    finally:
        controller.stop()
        del app.extensions[TRANSPORT]
    assert session.scalars(select(DeliveryAttempt)).one().outcome.lower().endswith(said)
    assert message.status is MessageStatus.WAITING


def test_what_has_been_forgotten_is_not_sent_empty(mailbox: Mailbox, client: Any) -> None:
    mailbox.answers["gone@example.org"] = "550 no such person"
    (message,) = _post(_email("gone@example.org", list_name=ListName.REMINDERS))
    deliver_due()
    with clock.moved(timedelta(days=31)):
        tidy_outbox()
        assert message is not None
        sign_in(client, UserFactory(is_staff=True))
        assert "Try again" not in client.get("/staff/mail").text
        client.post(f"/staff/mail/{message.id}/retry")
    session.rollback()
    assert message.status is MessageStatus.FAILED


class _Actor:
    id = 1
    name = "Staff"


message_actor = _Actor()


def test_a_message_is_given_up_after_two_days_of_trying(mailbox: Mailbox) -> None:
    mailbox.answers["sam@example.org"] = "451 later"
    (message,) = _post(_email())
    assert message is not None
    for _attempt in range(8):
        with clock.moved(message.due_at - clock.now() + timedelta(seconds=1)):
            deliver_due()
    assert message.status is MessageStatus.FAILED
    assert message.attempts == session.query(DeliveryAttempt).count() == 8


def test_a_claimed_message_is_nobody_elses_until_the_claim_ends(mailbox: Mailbox) -> None:
    (message,) = _post(_email())
    assert message is not None
    with transaction():
        assert claim(message.id) is not None
    with transaction():
        assert claim(message.id) is None

    deliver_due()
    assert mailbox.mails == []
    with clock.moved(timedelta(minutes=6)):
        deliver_due()
    assert len(mailbox.mails) == 1, "the worker that claimed it has died"
    assert session.scalars(select(DeliveryAttempt.outcome).order_by(DeliveryAttempt.number)).all() == [
        "",
        "sent",
    ]


@pytest.mark.parametrize("code", [451, 550])
def test_a_worker_that_fails_after_another_has_sent_it_changes_nothing(mailbox: Mailbox, code: int) -> None:
    (message,) = _post(_email())
    assert message is not None
    with transaction():
        slow = claim(message.id)
        assert slow is not None
    with clock.moved(timedelta(minutes=6)):
        deliver_due()
        with transaction():
            note_failure(slow.id, Outcome("too slow", code))
    with clock.moved(timedelta(days=1)):
        deliver_due()
    assert message.status is MessageStatus.SENT
    assert len(mailbox.mails) == 1
    outcomes = session.scalars(select(DeliveryAttempt.outcome).order_by(DeliveryAttempt.number)).all()
    assert outcomes == ["too slow", "sent"]


def test_an_unreachable_server_loses_nothing(app: Flask) -> None:
    app.extensions[TRANSPORT] = SmtpTransport("127.0.0.1", 1, is_tls=False, user="", password="")
    (message,) = _post(_email())
    deliver_due()
    del app.extensions[TRANSPORT]
    assert message is not None
    assert message.status is MessageStatus.WAITING


@pytest.mark.parametrize("address", ["not an address", "sam@[1", "@", "sam@"])
def test_an_address_that_no_mail_can_hold_fails_without_stopping_the_others(
    mailbox: Mailbox, address: str
) -> None:
    bad, good = _post(_email(address), _email())
    deliver_due()
    assert bad is not None
    assert bad.status is MessageStatus.FAILED
    assert len(mailbox.mails) == 1
    assert good is not None


def test_old_texts_are_forgotten(mailbox: Mailbox) -> None:
    (message,) = _post(_email())
    deliver_due()
    with clock.moved(timedelta(days=31)):
        tidy_outbox()
    assert message is not None
    assert message.text == ""
    assert message.status is MessageStatus.SENT


def test_the_worker_notes_that_it_is_alive(app: Flask) -> None:
    beat()
    beat()
    assert last_beat() is not None


def test_leaving_twice_changes_nothing(app: Flask) -> None:
    with transaction():
        leave_list("Sam@Example.org", ListName.REMINDERS)
        leave_list("sam@example.org", ListName.REMINDERS)
    assert has_left("SAM@example.org", ListName.REMINDERS)
    assert not has_left("sam@example.org", ListName.HOST_MESSAGES)


def test_leaving_twice_at_once_is_no_error(app: Flask) -> None:
    def leave() -> None:
        leave_list("sam@example.org", ListName.REMINDERS)

    assert first_and_second(app, leave, leave) == [None, None]
    assert has_left("sam@example.org", ListName.REMINDERS)
