"""Write: profiles, members, invitations and verification.

Whoever decides on who works somewhere, or on how an organisation stands, first holds its row, so
that two decisions never overtake each other.
"""

from app.organisations.services.invitations import accept, forget_old_addresses, invite, resend, revoke
from app.organisations.services.members import change_role, end, transfer
from app.organisations.services.profiles import archive, create, reopen, save_profile
from app.organisations.services.verification import reject, request_verification, verify
