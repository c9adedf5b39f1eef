"""Open and close petitions, on time or because the hosts or our staff decided so; and tell news."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.queries import host_readers, pending_content
from app.cohosting.services import check_verified, close_for
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.facts import announce
from app.core.i18n import _
from app.organisations.models import Organisation
from app.outbox.services import post
from app.petitions import emails
from app.petitions.facts import (
    PetitionClosed,
    PetitionUpdatePublished,
)
from app.petitions.models import (
    ModerationVerdict,
    Petition,
    PetitionReview,
    PetitionStatus,
    PetitionUpdate,
)
from app.petitions.queries import petitions as queries
from app.petitions.rules import SHOWN, move
from app.petitions.rules.moderation import Refusal
from app.petitions.services.keeping import hold, next_version, touch_pages
from app.petitions.services.publishing import missing_in


def begin(petition: Petition, *, by: User | None) -> None:
    """Let an agreed petition go on its way: to staff, to its opening day, or open at once."""
    is_proposed = petition.status is PetitionStatus.PROPOSED
    if is_proposed and queries.waits_to_be_read(petition, queries.settled_content(petition)):
        petition.status = move(petition.status, PetitionStatus.IN_MODERATION)
        petition.submitted_at = clock.now()
    elif petition.opens_at is not None and petition.opens_at > clock.now():
        petition.status = move(petition.status, PetitionStatus.SCHEDULED)
    else:
        _open(petition, by=by)
    next_version(petition, by=by)
    touch_pages(petition)


def open_on_time(petition_id: int) -> None:
    """Open a petition whose time has come; nothing when it was decided otherwise."""
    petition = queries.locked(session.get_one(Petition, petition_id))
    if petition.status is not PetitionStatus.SCHEDULED or not _is_due(petition):
        return
    _open(petition, by=None)
    touch_pages(petition)


def close_on_time(petition_id: int) -> None:
    """Close a petition whose time is over; only that it is taken back can still be signed off then."""
    petition = session.get_one(Petition, petition_id)
    hold(petition)
    ends = petition.closes_at
    if petition.status is not PetitionStatus.OPEN or ends is None or ends > clock.now():
        return
    if pending_content(petition.cohosting).get("status") != PetitionStatus.WITHDRAWN.value:
        close_for(petition.cohosting, by=None)  # it can no longer be changed, nor closed again
    close(petition, by=None)


def close(petition: Petition, *, by: User | None, on_behalf_of: Organisation | None = None) -> None:
    """Close a locked petition; links that are on their way can still be confirmed for a day."""
    petition.status = move(petition.status, PetitionStatus.CLOSED)
    petition.closed_at = min(petition.closes_at or clock.now(), clock.now())
    touch_pages(petition)
    record(Action.PETITION_CLOSED, petition, by=by, on_behalf_of=on_behalf_of)
    announce(PetitionClosed(petition))


def take_back(petition: Petition, *, by: User | None, on_behalf_of: Organisation | None = None) -> None:
    """Take a locked petition back from the public; its count and log stay."""
    touch_pages(petition)
    petition.status = move(petition.status, PetitionStatus.WITHDRAWN)
    if petition.opened_at is not None:
        petition.closed_at = petition.closed_at or clock.now()
    record(Action.PETITION_WITHDRAWN, petition, by=by, on_behalf_of=on_behalf_of)


def review(
    petition: Petition, verdict: ModerationVerdict, *, by: User, reason: str = "", note: str = ""
) -> None:
    """Say, as staff, what becomes of a petition that waits; raise Refused when it waits no more."""
    hold(petition)
    if petition.status is not PetitionStatus.IN_MODERATION:
        raise Refused(_("This has been decided already."))
    reviews = queries.reviews_of(petition)
    if reviews and reviews[-1].verdict is ModerationVerdict.SECOND_LOOK and reviews[-1].by_id == by.id:
        raise Refused(_("You asked for a second look, so somebody else has to decide."))
    if verdict is ModerationVerdict.REFUSED:
        Refusal(reason)
    said = PetitionReview(petition=petition, verdict=verdict, reason=reason, note=note, by=by, at=clock.now())
    session.add(said)
    session.flush()
    record(Action.PETITION_REVIEWED, petition, by=by, detail={"verdict": verdict.value, "reason": reason})
    if verdict is ModerationVerdict.SECOND_LOOK:
        return
    petition.submitted_at = None
    is_late = bool(missing_in(queries.settled_content(petition)))  # its days may have passed meanwhile
    if verdict is ModerationVerdict.PASSED and not is_late:
        begin(petition, by=by)
    else:
        is_refused = verdict is ModerationVerdict.REFUSED
        back = PetitionStatus.REJECTED if is_refused else PetitionStatus.DRAFT
        petition.status = move(petition.status, back)
        next_version(petition, by=by, note=note)
    for reader in host_readers(petition.cohosting):
        post(emails.reviewed(said, reader))


def publish_update(
    petition: Petition, title: str, body: str, *, by: User, on_behalf_of: Organisation
) -> PetitionUpdate:
    """Tell news on the petition's page; a second press tells nothing again."""
    hold(petition)
    check_verified(on_behalf_of)
    if petition.status not in SHOWN:
        raise Refused(_("The public cannot see this petition."))
    for last in queries.updates_of(petition, 1):
        is_same = (last.title, last.body, last.organisation) == (title, body, on_behalf_of)
        if is_same and clock.is_just_now(last.at):
            return last
    update = PetitionUpdate(
        petition=petition, title=title, body=body, by_id=by.id, organisation=on_behalf_of, at=clock.now()
    )
    session.add(update)
    session.flush()
    record(Action.PETITION_UPDATE_PUBLISHED, petition, by=by, on_behalf_of=on_behalf_of)
    touch_pages(petition)
    announce(PetitionUpdatePublished(update))
    return update


def _open(petition: Petition, *, by: User | None) -> None:
    petition.status = move(petition.status, PetitionStatus.OPEN)
    petition.opened_at = petition.opened_at or clock.now()
    petition.closed_at = petition.anonymised_at = None  # it may have been taken back before
    petition.close_reason = ""
    record(Action.PETITION_OPENED, petition, by=by)


def _is_due(petition: Petition) -> bool:
    return petition.opens_at is None or petition.opens_at <= clock.now()
