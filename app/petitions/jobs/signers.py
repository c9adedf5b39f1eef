"""Look at new signatures, remind, forget and anonymise signers."""

from datetime import timedelta

from app.core import clock
from app.core.errors import NotFound
from app.core.jobs import apart, job, periodic
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.queries.signatures import pending_from, pending_since
from app.petitions.rules.signing import REMIND_AFTER

#: A little longer than two sweeps.
_LATELY = timedelta(minutes=25)


@job
def look_at_signature(signature_id: int) -> None:
    """Set a new signature aside when something about it is unusual; one that is gone needs no look."""
    try:
        with transaction():
            services.look_at(signature_id)
    except NotFound:
        return


@periodic(minutes=10)
def look_again() -> None:
    """Look at what has come lately, in case a hand-over was lost; looking twice changes nothing more."""
    for signature_id in pending_from(clock.now() - _LATELY):
        with apart(signature=signature_id):
            look_at_signature(signature_id)


@periodic(minutes=60)
def remind_signers() -> None:
    """Remind those who have not confirmed, each in its own transaction."""
    before, last = clock.now() - REMIND_AFTER[0], 0
    while batch := pending_since(before, last):
        for signature_id in batch:
            with apart(signature=signature_id), transaction():
                services.remind_signer(signature_id)
        last = batch[-1]


@periodic(hour=3)
def forget_signers() -> None:
    """Delete what was never confirmed, forget where signatures came from, make numbers of old signers."""
    for forget in (services.forget_pending, services.forget_networks):
        with apart(deed=forget.__name__), transaction():
            forget()
    for petition_id in services.due_to_anonymise():
        with apart(petition=petition_id):
            _anonymise(petition_id)


def _anonymise(petition_id: int) -> None:
    is_left = True
    while is_left:
        with transaction():
            is_left = services.anonymise(petition_id)
