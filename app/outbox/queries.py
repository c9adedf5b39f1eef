"""Read what waits, what failed, and who left which list."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, func, select, text
from sqlalchemy.orm import aliased

from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.text import canonical_email
from app.outbox.models import (
    IS_FAILED,
    IS_UNSENT,
    ListName,
    Message,
    MessageAttachment,
    MessageStatus,
    Unsubscription,
    WorkerBeat,
)

UNSENT = (MessageStatus.WAITING, MessageStatus.SENDING)
#: That it failed and could be sent again: what it said is not forgotten yet.
_CAN_BE_SENT_AGAIN = text(IS_FAILED), Message.text != ""
_OLDER = aliased(Message)
#: That something older waits for the same recipient: then a message waits, too.
OLDER_WAITS = exists(
    select(_OLDER.id).where(
        _OLDER.recipient == Message.recipient, _OLDER.id < Message.id, _OLDER.status.in_(UNSENT)
    )
)
#: Built once: the worker asks it before and after each message.
_DUE = (
    select(Message.id)
    .where(text(IS_UNSENT), Message.due_at <= bindparam("now"), ~OLDER_WAITS)
    .order_by(Message.due_at, Message.id)
    .limit(bindparam("most", type_=Integer))
)


def due_message_ids(now: datetime, limit: int = 100) -> Sequence[int]:
    """Give messages that may be tried now: due, and nothing older waits for the same recipient."""
    return session.connection().scalars(_DUE, {"now": now, "most": limit}).all()


def attachments_of(message: Message) -> Sequence[MessageAttachment]:
    """Give the files of a message in their order."""
    query = select(MessageAttachment).where(MessageAttachment.message_id == message.id)
    return session.scalars(query.order_by(MessageAttachment.id)).all()


def failed_messages(*, before_id: int | None = None, limit: int = 50) -> Sequence[Message]:
    """Give messages that failed for good, newest first, while they could be sent again."""
    query = select(Message).where(*_CAN_BE_SENT_AGAIN)
    if before_id is not None:
        query = query.where(Message.id < before_id)
    return session.scalars(query.order_by(Message.id.desc()).limit(limit)).all()


def delayed_messages(limit: int) -> Sequence[Message]:
    """Give messages that were tried and are tried again, next one first."""
    query = select(Message).where(text(IS_UNSENT), Message.attempts > 0)
    return session.scalars(query.order_by(Message.due_at, Message.id).limit(limit)).all()


def messages_to(address: str) -> Sequence[Message]:
    """Give the messages that were posted to an address, newest first."""
    query = select(Message).where(Message.recipient == address)
    return session.scalars(query.order_by(Message.id.desc())).all()


def is_unreachable(address: str) -> bool:
    """Tell whether the last message to an address that was done with did not arrive."""
    done = (MessageStatus.SENT, MessageStatus.FAILED)
    query = select(Message.status).where(Message.recipient == address, Message.status.in_(done))
    return session.scalar(query.order_by(Message.id.desc()).limit(1)) is MessageStatus.FAILED


def unsent_count() -> int:
    """Count the messages that have not left yet."""
    return session.scalar(select(func.count()).select_from(Message).where(text(IS_UNSENT))) or 0


def failed_count() -> int:
    """Count the messages that failed for good, while they could be sent again."""
    return session.scalar(select(func.count()).select_from(Message).where(*_CAN_BE_SENT_AGAIN)) or 0


def has_left(address: str, list_name: ListName) -> bool:
    """Tell whether this address wants no more mail of a list."""
    hashed = lookup_hash(canonical_email(address))
    query = select(Unsubscription.id).where(
        Unsubscription.address_hash == hashed, Unsubscription.list_name == list_name
    )
    return session.scalar(query) is not None


def last_beat() -> datetime | None:
    """Give when the worker was last alive."""
    return session.scalar(select(func.max(WorkerBeat.at)))
