"""Post messages, claim them for delivery, and write down what came of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from hmac import compare_digest

from sqlalchemy import bindparam, delete, func, insert, select, update

from app.audit.models import Action
from app.audit.services import Actor, record
from app.core import clock
from app.core.crypto import lookup_hash
from app.core.database import insert as upsert
from app.core.database import session
from app.core.errors import NotFound, Refused
from app.core.i18n import _, in_language
from app.core.jobs import enqueue_named
from app.core.numbers import row_number
from app.core.settings import settings
from app.core.templating import render_email
from app.core.text import canonical_email, clean_line
from app.core.transitions import moved
from app.outbox.gateway import Outcome
from app.outbox.models import (
    DeliveryAttempt,
    Email,
    ListName,
    Message,
    MessageAttachment,
    MessageStatus,
    Unsubscription,
)
from app.outbox.queries import OLDER_WAITS, UNSENT, has_left
from app.outbox.rules import CLAIM_LASTS, TRANSITIONS, is_permanent, next_try

DELIVERY = "app.outbox.jobs.deliver_due"
BODIES_KEPT = timedelta(days=30)
_TOKEN_LENGTH = 32
#: Subject, text and HTML.
Words = tuple[str, str, str]
#: What posting and delivering say to the database, built once.
_POST = insert(Message).returning(Message.id, sort_by_parameter_order=True)
_WRITE = (
    update(Message)
    .where(Message.id == bindparam("message"))
    .values({name: bindparam(name) for name in ("subject", "text", "html")})
)
_CLAIM = (
    update(Message)
    .where(
        Message.id == bindparam("message"),
        Message.status.in_(UNSENT),
        Message.due_at <= bindparam("now"),
        ~OLDER_WAITS,
    )
    .values(status=MessageStatus.SENDING, due_at=bindparam("until"), attempts=Message.attempts + 1)
)
_SENT = (
    update(Message)
    .where(Message.id == bindparam("message"))
    .values(status=MessageStatus.SENT, sent_at=bindparam("now"))
)
_SUCCEEDED = (
    update(DeliveryAttempt)
    .where(DeliveryAttempt.id == bindparam("attempt"))
    .values(ended_at=bindparam("now"), outcome="sent")
)


def post(email: Email) -> int | None:
    """Put a message in the outbox, in the transaction of what caused it, and give its number.

    Give None when the recipient has left the list that it belongs to.
    """
    if email.list_name and has_left(email.to, email.list_name):
        return None
    connection = session.connection()
    words = ("", "", "") if email.list_name else email.words or _words(email, None)
    (number,) = connection.execute(_POST, _row(email, words)).one()
    if email.list_name:  # the link that leaves the list names the message
        connection.execute(_WRITE, {"message": number, **_named(_words(email, leave_url(number)))})
    if email.files:
        connection.execute(insert(MessageAttachment), _attachments(number, email))
    enqueue_named(DELIVERY)
    return number


def post_all(emails: Iterable[Email]) -> None:
    """Put many messages in the outbox at once, in few statements; only such as belong to no list."""
    posted = [email if email.words else written(email) for email in emails]
    if not posted:
        return
    connection = session.connection()
    rows = [_row(email, email.words or ("", "", "")) for email in posted]
    numbers = connection.scalars(_POST, rows).all()
    files = [_attachments(number, email) for number, email in zip(numbers, posted, strict=True)]
    if any(files):
        connection.execute(insert(MessageAttachment), [row for rows in files for row in rows])
    enqueue_named(DELIVERY)


def written(email: Email) -> Email:
    """Write a message's words before the transaction that posts it, so that no lock is held meanwhile.

    Only for mail that belongs to no list: the link that leaves a list names the posted message.
    """
    if email.list_name:
        raise ValueError("mail of a list is written when it is posted")
    return replace(email, words=_words(email, None))


def claim(message_id: int) -> DeliveryAttempt | None:
    """Claim a message for one attempt; None when someone else has it or an older one waits."""
    now = clock.now()
    claimed = session.connection().execute(
        _CLAIM, {"message": message_id, "now": now, "until": now + CLAIM_LASTS}
    )
    if claimed.rowcount != 1:
        return None
    message = session.get_one(Message, message_id, populate_existing=True)
    attempt = DeliveryAttempt(message=message, number=message.attempts, started_at=now)
    session.add(attempt)
    session.flush()
    return attempt


def note_sent(attempt_id: int, message_id: int) -> None:
    """Write down that an attempt has succeeded."""
    connection, now = session.connection(), clock.now()
    connection.execute(_SENT, {"message": message_id, "now": now})
    connection.execute(_SUCCEEDED, {"attempt": attempt_id, "now": now})


def note_failure(attempt_id: int, outcome: Outcome) -> None:
    """Write down why an attempt failed, and when to try again if it should be."""
    now = clock.now()
    attempt = session.get_one(DeliveryAttempt, attempt_id)
    message = session.get_one(Message, attempt.message_id, populate_existing=True, with_for_update=True)
    attempt.ended_at = now
    attempt.outcome = outcome.problem
    attempt.is_permanent = is_permanent(outcome.code)
    if message.status is not MessageStatus.SENDING or message.attempts != attempt.number:
        return  # so late that another worker has claimed it, and perhaps sent it
    again_at = None if attempt.is_permanent else next_try(message.attempts, now)
    if again_at is None:
        message.status = moved(TRANSITIONS, message.status, MessageStatus.FAILED)
    else:
        message.status = moved(TRANSITIONS, message.status, MessageStatus.WAITING)
        message.due_at = again_at


def retry(message: Message, *, by: Actor) -> None:
    """Let staff send a failed message anew."""
    if message.status is not MessageStatus.FAILED:
        raise Refused(_("This message is not one that failed."))
    if not message.text:
        raise Refused(_("What this message said is forgotten by now. It cannot be sent again."))
    message.status = moved(TRANSITIONS, message.status, MessageStatus.WAITING)
    message.due_at, message.attempts = clock.now(), 0
    record(Action.OUTBOX_RETRIED, message, by=by)
    enqueue_named(DELIVERY)


def leave_url(number: int) -> str:
    """Give the address at which the reader of the message of this number can leave its list."""
    return f"{settings().public_url}/unsubscribe/{number}-{_leave_key(number)}"


def message_to_leave(token: str) -> Message:
    """Find the message whose leave link this is; raise NotFound for any other text."""
    number, _dash, key = token.partition("-")
    message_id = row_number(number)
    if message_id is None or not compare_digest(key.encode(), _leave_key(message_id).encode()):
        raise NotFound
    message = session.get(Message, message_id)
    if message is None or message.list_name is None:
        raise NotFound
    return message


def leave_list_of(message: Message) -> None:
    """Send no more of a message's list to its reader."""
    if message.list_name is not None:
        leave_list(message.recipient, message.list_name)


def leave_list(address: str, list_name: ListName) -> None:
    """Send no more of a list to an address; doing it twice changes nothing."""
    hashed = lookup_hash(canonical_email(address))
    row = upsert(Unsubscription).values(address_hash=hashed, list_name=list_name, at=clock.now())
    session.execute(row.on_conflict_do_nothing())


def rejoin_list(address: str, list_name: ListName) -> None:
    """Send mail of a list to an address again."""
    hashed = lookup_hash(canonical_email(address))
    session.execute(
        delete(Unsubscription).where(
            Unsubscription.address_hash == hashed, Unsubscription.list_name == list_name
        )
    )


def wipe_old_bodies() -> None:
    """Forget what messages said, and to whom, once nobody needs to look it up.

    Mail of a list keeps its reader: the link in it that leaves the list must go on working.
    """
    before = clock.now() - BODIES_KEPT
    done = Message.status.in_((MessageStatus.SENT, MessageStatus.FAILED))
    is_old = done & (func.coalesce(Message.sent_at, Message.created_at) < before)
    old = select(Message.id).where(is_old)
    session.execute(delete(MessageAttachment).where(MessageAttachment.message_id.in_(old)))
    for values, condition in (
        ({"text": "", "html": "", "subject": "", "reply_to": None}, is_old),
        ({"recipient": ""}, is_old & Message.list_name.is_(None)),
    ):
        session.execute(
            update(Message).where(condition).values(**values).execution_options(synchronize_session=False)
        )


def forget_address(address: str) -> None:
    """Delete every message to an address but the one that is on its way at this moment."""
    to_them = func.lower(Message.recipient) == canonical_email(address)
    session.execute(delete(Message).where(to_them, Message.status != MessageStatus.SENDING))


def _row(email: Email, words: Words) -> dict[str, object]:
    now = clock.now()
    return {
        "template": email.template,
        "recipient": clean_line(email.to),
        "language": email.language,
        "reply_to": email.reply_to,
        "list_name": email.list_name,
        "status": MessageStatus.WAITING,
        "created_at": now,
        "due_at": now,
        "attempts": 0,
        **_named(words),
    }


def _named(words: Words) -> dict[str, object]:
    return dict(zip(("subject", "text", "html"), words, strict=True))


def _attachments(number: int, email: Email) -> list[dict[str, object]]:
    return [
        {
            "message_id": number,
            "filename": file.filename,
            "media_type": file.media_type,
            "content": file.content,
        }
        for file in email.files
    ]


def _words(email: Email, unsubscribe_url: str | None) -> Words:
    with in_language(email.language):
        return render_email(email.template, {**email.context, "unsubscribe_url": unsubscribe_url})


def _leave_key(message_id: int) -> str:
    return lookup_hash(f"leave:{message_id}")[:_TOKEN_LENGTH]
