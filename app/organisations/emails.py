"""The messages of organisations."""

from app.accounts.models import User
from app.organisations.models import Invitation, Membership, Organisation
from app.outbox.models import Email


def invited(invitation: Invitation, token: str, *, by: User, language: str) -> Email:
    """Ask someone to join; the only place where the link's token is written."""
    return Email(
        to=invitation.email,
        template="organisations/invited",
        language=language,
        context={
            "organisation": invitation.organisation.name,
            "inviter": by.name,
            "role": invitation.role,
            "token": token,
            "expires_at": invitation.expires_at,
            "time_zone": invitation.organisation.time_zone,
        },
    )


def role_changed(membership: Membership, *, by: User) -> Email:
    """Tell someone that they may do more, or less, than before."""
    return _to_member(membership, "organisations/role_changed", by)


def removed(membership: Membership, *, by: User) -> Email:
    """Tell someone that their membership has ended."""
    return _to_member(membership, "organisations/removed", by)


def verified(organisation: Organisation, owner: User) -> Email:
    """Tell an owner that the organisation may publish."""
    return _about_verification(organisation, owner, "organisations/verified")


def not_verified(organisation: Organisation, owner: User) -> Email:
    """Tell an owner why staff could not vouch for the organisation, and what helps."""
    return _about_verification(organisation, owner, "organisations/not_verified")


def _to_member(membership: Membership, template: str, by: User) -> Email:
    return Email(
        to=membership.user.email,
        template=template,
        language=membership.user.language,
        context={
            "name": membership.user.name,
            "organisation": membership.organisation.name,
            "slug": membership.organisation.slug,
            "role": membership.role,
            "changer": by.name,
            "contact": membership.organisation.contact_email,
        },
    )


def _about_verification(organisation: Organisation, owner: User, template: str) -> Email:
    return Email(
        to=owner.email,
        template=template,
        language=owner.language,
        context={
            "name": owner.name,
            "organisation": organisation.name,
            "slug": organisation.slug,
            "note": organisation.status_note,
        },
    )
