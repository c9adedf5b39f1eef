"""What the house allows: roles, the last owner, invitations, the life of an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.errors import Refused
from app.core.i18n import _
from app.core.transitions import moved
from app.organisations.models import (
    Invitation,
    InvitationStatus,
    MemberRole,
    Organisation,
    OrganisationStatus,
)

INVITATION_LASTS = timedelta(days=14)
#: How long after that the address it went to is kept.
ADDRESS_KEPT = timedelta(days=90)
MOST_LINKS = 5
#: Addresses under /desk/organisations that are pages of their own.
RESERVED_SLUGS = frozenset({"new", "edit", "members", "invitations", "events"})

#: Person → role: everyone who works in one organisation now.
Roster = Mapping[int, MemberRole]

TRANSITIONS: Mapping[OrganisationStatus, frozenset[OrganisationStatus]] = {
    OrganisationStatus.UNVERIFIED: frozenset({OrganisationStatus.WAITING, OrganisationStatus.ARCHIVED}),
    OrganisationStatus.WAITING: frozenset(
        {OrganisationStatus.VERIFIED, OrganisationStatus.REJECTED, OrganisationStatus.ARCHIVED}
    ),
    OrganisationStatus.VERIFIED: frozenset({OrganisationStatus.REJECTED, OrganisationStatus.ARCHIVED}),
    OrganisationStatus.REJECTED: frozenset({OrganisationStatus.WAITING, OrganisationStatus.ARCHIVED}),
    OrganisationStatus.ARCHIVED: frozenset({OrganisationStatus.UNVERIFIED}),
}
INVITATION_TRANSITIONS: Mapping[InvitationStatus, frozenset[InvitationStatus]] = {
    InvitationStatus.SENT: frozenset({InvitationStatus.ACCEPTED, InvitationStatus.REVOKED}),
    InvitationStatus.ACCEPTED: frozenset(),
    InvitationStatus.REVOKED: frozenset(),
}


@dataclass(frozen=True)
class Profile:
    """What an organisation says of itself."""

    name: str
    purpose: str = ""
    works_with: str = ""
    area: str = ""
    #: (label, https address)
    links: tuple[tuple[str, str], ...] = ()
    contact_email: str = ""
    time_zone: str = "Europe/London"


@dataclass(frozen=True)
class Logo:
    """What becomes of the logo: a new picture, new words for it, or none."""

    alt: str = ""
    content: bytes | None = None
    remove: bool = False


class Objection(StrEnum):
    """Why a change of roles is not allowed."""

    NOT_A_MEMBER = "not_a_member"
    NOT_YOURS = "not_yours"
    LAST_OWNER = "last_owner"
    NO_CHANGE = "no_change"


class Standing(StrEnum):
    """How an invitation stands for whoever opens its link."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVITER_LOST_RIGHT = "inviter_lost_right"
    ARCHIVED = "archived"


class Fit(StrEnum):
    """Whether an invitation and the person who opens it belong together."""

    FITS = "fits"
    UNCONFIRMED = "unconfirmed"
    OTHER_ADDRESS = "other_address"


class Missing(StrEnum):
    """What a profile would gain from; in the order in which it helps."""

    PURPOSE = "purpose"
    WORKS_WITH = "works_with"
    AREA = "area"
    CONTACT = "contact"
    LOGO = "logo"
    SECOND_OWNER = "second_owner"


def roles_to_give(role: MemberRole | None) -> tuple[MemberRole, ...]:
    """Say which roles someone may hand out: owners all, organisers that of a helper."""
    if role is MemberRole.OWNER:
        return tuple(MemberRole)
    return (MemberRole.HELPER,) if role is MemberRole.ORGANISER else ()


def objection_to_role(roster: Roster, *, actor: int, target: int, role: MemberRole) -> Objection | None:
    """Say why a role may not become this one; None when it may.

    Owners change everyone, themselves included; the last owner stays one.
    """
    if actor not in roster or target not in roster:
        return Objection.NOT_A_MEMBER
    if roster[actor] is not MemberRole.OWNER:
        return Objection.NOT_YOURS
    if roster[target] is role:
        return Objection.NO_CHANGE
    return Objection.LAST_OWNER if _is_last_owner(roster, target) else None


def objection_to_end(roster: Roster, *, actor: int, target: int, archived: bool = False) -> Objection | None:
    """Say why a membership may not end; None when it may.

    Everyone may leave, owners end anyone's, organisers those of helpers; never the last owner's,
    unless the organisation is archived and needs nobody.
    """
    if actor not in roster or target not in roster:
        return Objection.NOT_A_MEMBER
    if actor != target and roster[target] not in roles_to_give(roster[actor]):
        return Objection.NOT_YOURS
    return Objection.LAST_OWNER if _is_last_owner(roster, target) and not archived else None


def objection_to_transfer(roster: Roster, *, actor: int, target: int) -> Objection | None:
    """Say why an owner may not hand over to another member; None when they may."""
    if actor not in roster or target not in roster:
        return Objection.NOT_A_MEMBER
    if roster[actor] is not MemberRole.OWNER:
        return Objection.NOT_YOURS
    return Objection.NO_CHANGE if actor == target else None


def _is_last_owner(roster: Roster, person: int) -> bool:
    return [who for who, role in roster.items() if role is MemberRole.OWNER] == [person]


def standing_of(
    status: InvitationStatus,
    expires_at: datetime,
    now: datetime,
    *,
    inviter_may: bool = True,
    archived: bool = False,
) -> Standing:
    """Say how an invitation stands; it is worth only what the inviter may still do."""
    if status is not InvitationStatus.SENT:
        return Standing(status.value)
    if archived:
        return Standing.ARCHIVED
    if now >= expires_at:
        return Standing.EXPIRED
    return Standing.OPEN if inviter_may else Standing.INVITER_LOST_RIGHT


def fit(invited: str, own: str, *, confirmed: bool) -> Fit:
    """Say whether a person is the one invited; both addresses in canonical form."""
    if invited != own:
        return Fit.OTHER_ADDRESS
    return Fit.FITS if confirmed else Fit.UNCONFIRMED


def move_invitation(invitation: Invitation, to: InvitationStatus) -> None:
    """Let an invitation go on in its life; raise ImpossibleMove where there is no way."""
    invitation.status = moved(INVITATION_TRANSITIONS, invitation.status, to)


def move(organisation: Organisation, to: OrganisationStatus) -> None:
    """Change the status; raise Refused where there is no way."""
    if to not in TRANSITIONS[organisation.status]:
        raise Refused(
            _(
                "This is not possible while the organisation is “%(status)s”.",
                status=organisation.status.label,
            )
        )
    organisation.status = to


def missing(organisation: Organisation, owners: int) -> list[Missing]:
    """List what would help people to know the organisation and keep it in good hands."""
    has = {
        Missing.PURPOSE: bool(organisation.purpose),
        Missing.WORKS_WITH: bool(organisation.works_with),
        Missing.AREA: bool(organisation.area),
        Missing.CONTACT: bool(organisation.contact_email),
        Missing.LOGO: organisation.logo is not None,
        Missing.SECOND_OWNER: owners > 1,
    }
    return [what for what, there in has.items() if not there]


def masked(email: str) -> str:
    """Give an address so that its owner knows it and nobody else learns it: a…@example.org."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
