"""When a message is tried again, and when it never is."""

from datetime import datetime, timedelta

from app.outbox.models import MessageStatus

#: Sent and waiting again are written by conditional statements (`services`), the rest by `moved`.
TRANSITIONS: dict[MessageStatus, frozenset[MessageStatus]] = {
    MessageStatus.WAITING: frozenset({MessageStatus.SENDING}),
    MessageStatus.SENDING: frozenset({MessageStatus.SENT, MessageStatus.WAITING, MessageStatus.FAILED}),
    #: Staff have it tried again.
    MessageStatus.FAILED: frozenset({MessageStatus.WAITING}),
    MessageStatus.SENT: frozenset(),
}
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=12)
#: A worker that has not reported by then has died; the message may be claimed again.
CLAIM_LASTS = timedelta(minutes=5)
PERMANENT_FROM = 500
#: The worker beats every minute; after this long it is missed.
BEAT_MISSED = timedelta(minutes=3)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Say when to try after this many failed attempts; None when it has been tried enough.

    1, 4, 16, 64, 256 minutes … up to half a day: patient with a server that greylists, finished in two days.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + min(FIRST_WAIT * int(4 ** (attempts - 1)), LONGEST_WAIT)


def is_worker_silent(last_beat_at: datetime | None, now: datetime) -> bool:
    """Tell whether the worker has not been heard of for too long, or ever."""
    return last_beat_at is None or now - last_beat_at > BEAT_MISSED


def is_permanent(smtp_code: int | None) -> bool:
    """Tell whether a mail server's answer means that trying again is useless (RFC 5321, 4.2.1)."""
    return smtp_code is not None and smtp_code >= PERMANENT_FROM
