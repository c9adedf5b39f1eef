"""Stop, as staff, a petition that is public, and let it go on; hosts hear why, and so does the public."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.queries import accepted_hosts, host_readers
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.outbox.services import post
from app.petitions import emails
from app.petitions.models import ModerationVerdict, Petition, PetitionReview, PetitionStatus
from app.petitions.queries import petitions as queries
from app.petitions.rules import SHOWN, move
from app.petitions.rules.moderation import STOPPING, Refusal
from app.petitions.services.keeping import hold, touch_pages


def stop(petition: Petition, reason: Refusal, *, by: User, note: str = "") -> None:
    """Take a petition from the public at once; its names, count and log stay as they are."""
    if reason not in STOPPING:
        raise ValueError(reason)
    hold(petition)
    if petition.status not in SHOWN:
        raise Refused(_("The public cannot see this petition."))
    cohosting.close_for(petition.cohosting, by=by)
    touch_pages(petition)
    petition.status = move(petition.status, PetitionStatus.STOPPED)
    said = _say(petition, ModerationVerdict.STOPPED, by, note, reason.value)
    if petition.opened_at is not None:
        petition.closed_at = petition.closed_at or said.at
    for reader in host_readers(petition.cohosting):
        post(emails.stopped(said, reader))
    record(Action.PETITION_STOPPED, petition, by=by, detail={"reason": reason.value})


def restore(petition: Petition, *, by: User, note: str = "") -> None:
    """Let a stopped petition go on where it was, as it was; what hosts have changed, they sign off first."""
    hold(petition)
    stopped = queries.stop_of(petition)
    if petition.status is not PetitionStatus.STOPPED or stopped is None:
        raise Refused(_("This has been decided already."))
    if petition.revised_at > stopped.at:
        raise Refused(_("The hosts have changed it since. They sign it off first; then you read it again."))
    if not accepted_hosts(petition.cohosting):
        raise Refused(_("Nobody holds this petition any more."))
    petition.status = move(petition.status, _status_before(petition, stopped))
    if petition.status is PetitionStatus.OPEN:
        petition.closed_at = petition.anonymised_at = None
    said = _say(petition, ModerationVerdict.RESTORED, by, note)
    touch_pages(petition)
    for reader in host_readers(petition.cohosting):
        post(emails.restored(said, reader))
    record(Action.PETITION_RESTORED, petition, by=by)


def _say(
    petition: Petition, verdict: ModerationVerdict, by: User, note: str, reason: str = ""
) -> PetitionReview:
    said = PetitionReview(petition=petition, verdict=verdict, reason=reason, note=note, by=by, at=clock.now())
    session.add(said)
    session.flush()
    return said


def _status_before(petition: Petition, stopped: PetitionReview) -> PetitionStatus:
    """Tell where it was: one that was open got its end by being stopped."""
    if petition.opened_at is None:
        return PetitionStatus.SCHEDULED
    had_closed = petition.closed_at is not None and petition.closed_at < stopped.at
    return PetitionStatus.CLOSED if had_closed else PetitionStatus.OPEN
