"""Mail is forgotten: what it said, and to whom it went."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.outbox import services
from app.outbox.models import DeliveryAttempt, ListName, Message, MessageAttachment, MessageStatus
from tests.accounts.factories import UserFactory


def kept_message(**values):
    usual = {"recipient": "Noor@people.test", "text": "A secret link", "html": "A secret link"}
    values = {**usual, "language": "en", **values}
    message = Message(
        template="accounts/erased",
        subject="About you",
        created_at=clock.now(),
        due_at=clock.now(),
        **values,
    )
    session.add(message)
    session.flush()
    file = MessageAttachment(
        message_id=message.id, filename="a.ics", media_type="text/calendar", content=b"A"
    )
    attempt = DeliveryAttempt(message_id=message.id, number=1, started_at=clock.now())
    session.add_all([file, attempt])
    session.commit()
    return message


def wipe_in(days):
    with clock.moved(timedelta(days=days)), transaction():
        services.wipe_old_bodies()


@pytest.mark.parametrize("status", [MessageStatus.SENT, MessageStatus.FAILED])
def test_after_a_month_neither_words_nor_reader_are_known(app, status):
    message = kept_message(status=status, reply_to="host@example.org")
    wipe_in(29)
    assert message.text
    wipe_in(31)
    session.refresh(message)
    assert (message.recipient, message.subject, message.text, message.html) == ("", "", "", "")
    assert message.reply_to is None
    assert session.query(MessageAttachment).count() == 0


def test_mail_that_still_waits_keeps_its_words(app):
    message = kept_message(status=MessageStatus.WAITING)
    wipe_in(31)
    session.refresh(message)
    assert message.text == "A secret link"


def test_the_link_that_leaves_a_list_works_after_a_month(client):
    message = kept_message(status=MessageStatus.SENT, list_name=ListName.HOST_MESSAGES)
    wipe_in(31)
    session.refresh(message)
    assert (message.recipient, message.text) == ("Noor@people.test", "")
    path = services.leave_url(message.id).removeprefix("http://localhost")
    assert client.post(path).status_code == 200


def test_the_page_that_leaves_a_list_speaks_as_the_mail_did(client):
    message = kept_message(list_name=ListName.HOST_MESSAGES, language="fr")
    path = services.leave_url(message.id).removeprefix("http://localhost")
    for page in (client.get(path), client.post(path)):
        assert '<html lang="fr"' in page.text
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert 'rel="canonical"' not in page.text


def test_a_forgotten_message_is_not_sent_anew(app):
    message = kept_message(status=MessageStatus.FAILED)
    wipe_in(31)
    with pytest.raises(Refused), transaction():
        services.retry(message, by=UserFactory())


def test_all_mail_to_an_address_can_be_forgotten(app):
    for status in (MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.WAITING):
        kept_message(status=status)
    other = kept_message(status=MessageStatus.SENT, recipient="other@people.test")
    with transaction():
        services.forget_address("noor@people.test")
    assert session.query(Message).all() == [other]
    assert session.query(DeliveryAttempt).count() == session.query(MessageAttachment).count() == 1
