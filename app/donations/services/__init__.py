"""Writes: one function per intention, and the reactions to what hosts decide."""

from app.donations.services.drafting import delete_draft, draft_fund
from app.donations.services.publishing import propose_closing, propose_opening, propose_reopening
from app.donations.services.reacting import (
    apply_accepted_proposal,
    close_abandoned,
    close_on_time,
    reopen_after_closed_proposal,
    show_changed_hosts,
    show_changed_organisation,
)
from app.donations.services.saving import save_fund, tell_outcome
