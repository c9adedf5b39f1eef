"""Bring an organisation here, change what it says of itself, close it and open it again."""

from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.accounts.queries import user_locked
from app.accounts.services import keep_meanwhile
from app.audit.models import Action
from app.audit.services import record
from app.core import clock, revisions
from app.core.database import session
from app.core.errors import Conflict, Invalid
from app.core.facts import announce
from app.core.i18n import _
from app.core.pictures import store_picture
from app.core.text import slugify
from app.organisations.facts import OrganisationArchived, OrganisationChanged
from app.organisations.models import (
    InvitationStatus,
    MemberRole,
    Membership,
    Organisation,
    OrganisationStatus,
)
from app.organisations.queries import (
    is_slug_taken,
    open_invitations,
    organisation_locked,
    organisations_of,
)
from app.organisations.rules import RESERVED_SLUGS, Logo, Profile, move, move_invitation

_MOST_NUMBERED = 100
#: How many others may take the address we made from the name while we try to.
_MOST_OVERTAKEN = 10


def create(profile: Profile, *, slug: str = "", by: User) -> Organisation:
    """Bring an organisation here, unverified, with its first owner.

    The address is the given one, or made from the name; it stays for good. Raise Invalid when the
    given one is taken. A second click is harmless: it gives what the first has brought here.
    """
    by = keep_meanwhile(user_locked(by))
    if earlier := _brought_just_now(profile.name, slug, by):
        return earlier
    organisation = Organisation(
        status=OrganisationStatus.UNVERIFIED, created_at=clock.now(), **_columns(profile)
    )
    if not (_is_added(organisation, _chosen_slug(slug)) if slug else _is_added_somewhere(organisation)):
        raise Invalid(_("Someone has just taken that address. Choose another."), "slug")
    owner = Membership(organisation=organisation, user=by, role=MemberRole.OWNER, started_at=clock.now())
    session.add(owner)
    record(Action.ORGANISATION_CREATED, organisation, by=by, on_behalf_of=organisation)
    record(Action.MEMBERSHIP_STARTED, owner, by=by, on_behalf_of=organisation, detail={"role": owner.role})
    return organisation


def _brought_just_now(name: str, slug: str, by: User) -> Organisation | None:
    mine = (each for each in organisations_of(by, [MemberRole.OWNER]) if clock.is_just_now(each.created_at))
    return next((each for each in mine if each.name == name and slug in {"", each.slug}), None)


def save_profile(
    organisation: Organisation, profile: Profile, logo: Logo, *, seen_version: int, by: User
) -> None:
    """Change the profile; raise Conflict when someone has done so since this version was read.

    Saving what already stands does nothing, so a second click is harmless.
    """
    organisation = organisation_locked(organisation)
    changed = _differences(organisation, profile, logo)
    if not changed:
        return
    if organisation.version != seen_version:
        raise Conflict(_("Someone else changed this page while you were writing. Nothing you typed is lost."))
    detail: dict[str, object] = {"fields": changed}
    if "name" in changed:
        detail["name"] = [organisation.name, profile.name]
    for column, value in _columns(profile).items():
        setattr(organisation, column, value)
    _set_logo(organisation, logo)
    organisation.version += 1
    record(Action.ORGANISATION_CHANGED, organisation, by=by, on_behalf_of=organisation, detail=detail)
    if organisation.is_public:
        show_change(organisation)
    if {"name", "logo"} & set(changed):
        announce(OrganisationChanged(organisation))


def archive(organisation: Organisation, *, by: User) -> None:
    """Close an organisation; what it holds is let go by those who react. Twice is harmless."""
    organisation = organisation_locked(organisation)
    if organisation.is_archived:
        return
    move(organisation, OrganisationStatus.ARCHIVED)
    for invitation in open_invitations(organisation):
        move_invitation(invitation, InvitationStatus.REVOKED)
    record(Action.ORGANISATION_ARCHIVED, organisation, by=by, on_behalf_of=organisation)
    show_change(organisation)
    announce(OrganisationArchived(organisation, by))


def reopen(organisation: Organisation, *, by: User) -> None:
    """Open an archived organisation again; staff have to verify it anew."""
    organisation = organisation_locked(organisation)
    move(organisation, OrganisationStatus.UNVERIFIED)
    organisation.verified_at = None
    record(Action.ORGANISATION_REOPENED, organisation, by=by, on_behalf_of=organisation)
    show_change(organisation)


def show_change(organisation: Organisation) -> None:
    """Let public pages that show it be rendered anew."""
    revisions.touch(f"organisation:{organisation.slug}", "organisations")


def _columns(profile: Profile) -> dict[str, object]:
    return {
        "name": profile.name,
        "purpose": profile.purpose,
        "works_with": profile.works_with,
        "area": profile.area,
        "links": [{"label": label, "url": url} for label, url in profile.links],
        "contact_email": profile.contact_email,
        "time_zone": profile.time_zone,
    }


def _differences(organisation: Organisation, profile: Profile, logo: Logo) -> list[str]:
    changed = [name for name, value in _columns(profile).items() if getattr(organisation, name) != value]
    new_picture = logo.content is not None or (logo.remove and organisation.logo is not None)
    new_words = organisation.logo is not None and logo.alt != organisation.logo_alt
    return [*changed, "logo"] if new_picture or new_words else changed


def _set_logo(organisation: Organisation, logo: Logo) -> None:
    if logo.content is not None:
        try:
            name = store_picture(logo.content)
        except Invalid as error:
            raise Invalid(error.sentence, "logo") from error
        session.flush()  # the picture has to be there before its name is used
        organisation.logo = name
    elif logo.remove:
        organisation.logo = None
    organisation.logo_alt = logo.alt if organisation.logo else ""


def _is_added_somewhere(organisation: Organisation) -> bool:
    """Add it under an address made from its name, again when someone takes that one meanwhile."""
    return any(_is_added(organisation, _free_slug(organisation.name)) for _try in range(_MOST_OVERTAKEN))


def _is_added(organisation: Organisation, slug: str) -> bool:
    """Add it under an address; False when someone has just taken that one."""
    organisation.slug = slug
    try:
        with session.begin_nested():
            session.add(organisation)
    except IntegrityError:
        return False
    return True


def _chosen_slug(slug: str) -> str:
    if slug in RESERVED_SLUGS or is_slug_taken(slug):
        raise Invalid(_("That address is taken. Choose another, or leave it empty."), "slug")
    return slug


def _free_slug(name: str) -> str:
    wanted = slugify(name)
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, _MOST_NUMBERED))]
    for slug in candidates:
        if slug not in RESERVED_SLUGS and not is_slug_taken(slug):
            return slug
    raise Invalid(_("Many organisations have this name. Choose an address yourself."), "slug")
