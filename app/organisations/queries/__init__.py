"""Read organisations, their members and their invitations."""

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
