"""The worker's part: deliver what is due, beat, and tidy up."""

from email.message import EmailMessage

from flask import current_app

from app.core import clock
from app.core.database import insert, session
from app.core.jobs import job, periodic
from app.core.settings import settings
from app.core.transaction import transaction
from app.outbox.gateway import Outcome, Transport, as_mail, transport_for
from app.outbox.models import Message, WorkerBeat
from app.outbox.queries import attachments_of, due_message_ids
from app.outbox.services import claim, leave_url, note_failure, note_sent, wipe_old_bodies

TRANSPORT = "twain_mail_transport"


@job
def deliver_due() -> None:
    """Deliver everything that is due now, oldest first."""
    transport = current_transport()
    while ids := due_message_ids(clock.now()):
        if not any(_deliver(message_id, transport) for message_id in ids):
            return


@periodic(minutes=1)
def sweep_outbox() -> None:
    """Find what a crash or a queue that was down has left, and note that the worker is alive."""
    beat()
    deliver_due()


@periodic(hour=3)
def tidy_outbox() -> None:
    """Forget the texts of old messages."""
    with transaction():
        wipe_old_bodies()


def beat() -> None:
    """Note that the worker is alive."""
    with transaction():
        row = insert(WorkerBeat).values(id=1, at=clock.now())
        session.execute(
            row.on_conflict_do_update(index_elements=[WorkerBeat.id], set_={"at": row.excluded.at})
        )


def current_transport() -> Transport:
    """Give this application's transport, made once."""
    extensions = current_app.extensions
    if TRANSPORT not in extensions:
        extensions[TRANSPORT] = transport_for(settings().mail_url)
    transport: Transport = extensions[TRANSPORT]
    return transport


def _deliver(message_id: int, transport: Transport) -> bool:
    """Claim, send outside any transaction, write down; False when it was not ours to send."""
    with transaction():
        attempt = claim(message_id)
        if attempt is None:
            return False
        attempt_id, mail = attempt.id, _mail(attempt.message)
    outcome = transport.send(mail) if isinstance(mail, EmailMessage) else mail
    with transaction():
        if outcome.problem:
            note_failure(attempt_id, outcome)
        else:
            note_sent(attempt_id, message_id)
    return True


def _mail(message: Message) -> EmailMessage | Outcome:
    """Write a message as mail; give what came of it where that fails: no header can hold some addresses."""
    headers, files = {}, attachments_of(message)
    if message.list_name:
        headers["List-Unsubscribe"] = f"<{leave_url(message.id)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        return as_mail(message, files, sender=settings().mail_from, headers=headers)
    except Exception as error:
        current_app.logger.exception("cannot be written as mail", extra={"outbox_message": message.id})
        return Outcome(f"cannot be written as mail: {type(error).__name__}", 550)
