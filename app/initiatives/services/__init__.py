"""Writes: one function per intention, and the reactions to what hosts decide."""

from app.initiatives.services.drafting import delete_draft, draft_initiative
from app.initiatives.services.milestones import (
    add_milestone,
    change_milestone,
    put_back_milestone,
    reach_milestone,
    take_off_milestone,
)
from app.initiatives.services.publishing import propose_completion, propose_publication, propose_withdrawal
from app.initiatives.services.reacting import (
    apply_accepted_proposal,
    reopen_after_closed_proposal,
    show_changed_hosts,
    show_changed_organisation,
    withdraw_abandoned,
)
from app.initiatives.services.reporting import publish_update, report_progress
from app.initiatives.services.saving import (
    save_initiative,
)
