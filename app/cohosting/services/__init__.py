"""Writes: begin, invite, propose, sign off, leave.

Every service that decides on "all accepted hosts" first locks the cohosting's row, so that two
decisions on one thing never overtake each other.
"""

from app.cohosting.services.beginning import begin_once
from app.cohosting.services.changing import (
    Edit,
    Saved,
    WrittenMeanwhile,
    change_key_facts,
    check_still_ready,
    check_verified,
    check_version,
)
from app.cohosting.services.following import begin_like, follow, lock_all
from app.cohosting.services.forgetting import forget_contents, forget_draft
from app.cohosting.services.holding import begin, rename, set_proposal_days
from app.cohosting.services.inviting import (
    accept,
    decline,
    expire_offer,
    forget_person,
    offer,
    take_in,
    withdraw_offer,
)
from app.cohosting.services.leaving import (
    end_hostings,
    leave,
    settle_for_verified,
)
from app.cohosting.services.proposing import close_for, lapse, propose, remind, withdraw
from app.cohosting.services.signing import object_to, sign_off
