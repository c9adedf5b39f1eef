"""What staff see at a glance: counts that ask for something, and mail that did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.asks.queries import waiting_entries
from app.core import clock
from app.core.database import session
from app.donations.queries import number_of_mismatches
from app.organisations.models import Organisation, OrganisationStatus
from app.outbox.models import DeliveryAttempt, Message
from app.outbox.queries import delayed_messages, failed_count, failed_messages, last_beat, unsent_count
from app.outbox.rules import is_worker_silent
from app.petitions.queries.petitions import in_moderation, second_looks
from app.petitions.queries.signatures import petitions_with_set_aside

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Overview:
    """What stands, and what waits for staff."""

    organisations_waiting: int
    oldest_request_at: datetime | None
    organisations_verified: int
    mail_failed: int
    mail_waiting: int
    last_beat_at: datetime | None
    worker_is_silent: bool
    #: Differences between the ledger and the payment provider's books that wait for someone.
    mismatches: int
    #: What is called done or refused, and waits for a second reader.
    entries_waiting: int
    petitions_waiting: int
    oldest_petition_at: datetime | None
    second_looks: int
    signatures_set_aside: int
    people: int
    people_new: int
    people_suspended: int


@dataclass(frozen=True)
class Undelivered:
    """A message that has not arrived, and what the mail server said last."""

    message: Message
    outcome: str

    @property
    def id(self) -> int:
        """Give the message's number."""
        return self.message.id


def overview() -> Overview:
    """Count what matters to staff now."""
    beat = last_beat()
    waiting = Organisation.status == OrganisationStatus.WAITING
    petitions = in_moderation()
    return Overview(
        organisations_waiting=_count(Organisation.id, waiting),
        oldest_request_at=session.scalar(
            select(func.min(Organisation.verification_requested_at)).where(waiting)
        ),
        organisations_verified=_count(Organisation.id, Organisation.status == OrganisationStatus.VERIFIED),
        mail_failed=failed_count(),
        mail_waiting=unsent_count(),
        last_beat_at=beat,
        worker_is_silent=is_worker_silent(beat, clock.now()),
        mismatches=number_of_mismatches(),
        entries_waiting=len(waiting_entries()),
        petitions_waiting=len(petitions),
        oldest_petition_at=next((each.submitted_at for each in petitions), None),
        second_looks=len(second_looks()),
        signatures_set_aside=sum(number for _petition, number in petitions_with_set_aside()),
        people=_count(User.id, User.erased_at.is_(None)),
        people_new=_count(User.id, User.created_at > clock.now() - LATELY),
        people_suspended=_count(User.id, User.suspended_reason.is_not(None)),
    )


def failed(*, before_id: int | None, limit: int) -> list[Undelivered]:
    """Give a page of messages that failed for good, newest first."""
    return _answered(failed_messages(before_id=before_id, limit=limit))


def delayed(limit: int) -> list[Undelivered]:
    """Give messages that were refused for now and are tried again, next one first."""
    return _answered(delayed_messages(limit))


def message_by_id(message_id: int) -> Message | None:
    """Give any message by number."""
    return session.get(Message, message_id)


def _answered(messages: Sequence[Message]) -> list[Undelivered]:
    attempts = session.scalars(
        select(DeliveryAttempt)
        .where(DeliveryAttempt.message_id.in_([message.id for message in messages]))
        .where(DeliveryAttempt.outcome != "")
        .order_by(DeliveryAttempt.id)
    )
    last = {attempt.message_id: attempt.outcome for attempt in attempts}
    return [Undelivered(message, last.get(message.id, "")) for message in messages]


def _count(column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(column)).where(condition)) or 0
