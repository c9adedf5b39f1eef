"""Read organisations, their members and their invitations."""

from app.organisations.queries.answers import (
    erasure_obstacles,
    personal_data,
    second_factor_duty,
)
from app.organisations.queries.invitations import (
    all_invitations_to,
    invitation,
    invitation_by_token,
    invitation_to,
    invitations_for,
    long_over,
    open_invitation_to,
    open_invitations,
    standing_of,
)
from app.organisations.queries.members import (
    member,
    members_of,
    membership_of,
    memberships_of,
    organisations_of,
    roster_of,
)
from app.organisations.queries.organisations import (
    PAGE_LENGTH,
    is_slug_taken,
    listed_organisations,
    organisation_by_slug,
    organisation_locked,
    organisations_for_staff,
    waiting_for_verification,
)

__all__ = [
    "PAGE_LENGTH",
    "all_invitations_to",
    "erasure_obstacles",
    "invitation",
    "invitation_by_token",
    "invitation_to",
    "invitations_for",
    "is_slug_taken",
    "listed_organisations",
    "long_over",
    "member",
    "members_of",
    "membership_of",
    "memberships_of",
    "open_invitation_to",
    "open_invitations",
    "organisation_by_slug",
    "organisation_locked",
    "organisations_for_staff",
    "organisations_of",
    "personal_data",
    "roster_of",
    "second_factor_duty",
    "standing_of",
    "waiting_for_verification",
]
