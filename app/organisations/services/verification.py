"""Ask staff to vouch for an organisation, and decide."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.facts import announce
from app.organisations import emails
from app.organisations.facts import OrganisationVerified
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.organisations.queries import members_of, organisation_locked
from app.organisations.rules import move
from app.organisations.services.profiles import show_change
from app.outbox.services import post


def request_verification(organisation: Organisation, text: str, *, by: User) -> None:
    """Ask staff to look, with a few words for them. Twice is harmless."""
    organisation = organisation_locked(organisation)
    if organisation.status is OrganisationStatus.WAITING:
        return
    move(organisation, OrganisationStatus.WAITING)
    organisation.verification_request = text
    organisation.verification_requested_at = clock.now()
    record(Action.ORGANISATION_VERIFICATION_REQUESTED, organisation, by=by, on_behalf_of=organisation)


def verify(organisation: Organisation, note: str = "", *, by: User) -> None:
    """Vouch for an organisation: it may publish from now on, and stands in public lists."""
    organisation = organisation_locked(organisation)
    if organisation.status is OrganisationStatus.VERIFIED:
        return
    move(organisation, OrganisationStatus.VERIFIED)
    organisation.status_note = note
    organisation.verified_at = clock.now()
    record(Action.ORGANISATION_VERIFIED, organisation, by=by, detail={"note": note})
    show_change(organisation)
    announce(OrganisationVerified(organisation, by))
    for owner in members_of(organisation, [MemberRole.OWNER]):
        post(emails.verified(organisation, owner.user))


def reject(organisation: Organisation, note: str, *, by: User) -> None:
    """Say that staff cannot vouch for it (any more), and why; it may ask again."""
    organisation = organisation_locked(organisation)
    if organisation.status is OrganisationStatus.REJECTED:
        return
    move(organisation, OrganisationStatus.REJECTED)
    organisation.status_note = note
    organisation.verified_at = None
    record(Action.ORGANISATION_REJECTED, organisation, by=by, detail={"note": note})
    show_change(organisation)
    for owner in members_of(organisation, [MemberRole.OWNER]):
        post(emails.not_verified(organisation, owner.user))
