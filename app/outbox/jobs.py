"""The worker's part: deliver what is due, beat, and tidy up."""

from flask import current_app

from app.core import clock
from app.core.database import insert, session
from app.core.jobs import job, periodic
from app.core.settings import settings
from app.core.transaction import transaction
from app.outbox.gateway import Outcome, Transport, as_mail, transport_for
from app.outbox.models import WorkerBeat
from app.outbox.queries import attachments_of, due_message_ids
from app.outbox.services import claim, leave_url, note_outcome, wipe_old_bodies

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
    message = attempt.message
    headers = {}
    if message.list_name:
        headers["List-Unsubscribe"] = f"<{leave_url(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    try:
        mail = as_mail(message, attachments_of(message), sender=settings().mail_from, headers=headers)
    except ValueError as error:  # an address that no header can hold
        outcome = Outcome(f"cannot be written as mail: {type(error).__name__}", 550)
    else:
        session.rollback()  # no database transaction is open while the network is slow
        outcome = transport.send(mail)
    with transaction():
        note_outcome(attempt, outcome)
    return True
