"""Writes: one function per intention, and the reactions to what hosts decide."""

from app.asks.services.correcting import Answer, answer_correction, forget_addresses, request_correction
from app.asks.services.drafting import delete_draft, draft_ask
from app.asks.services.keeping import touch_pages
from app.asks.services.publishing import propose_publication, propose_withdrawal
from app.asks.services.reacting import (
    apply_accepted_proposal,
    reopen_after_closed_proposal,
    show_changed_hosts,
    show_changed_initiative,
    show_changed_organisation,
    withdraw_abandoned,
)
from app.asks.services.reviewing import agree, disagree
from app.asks.services.saving import join_initiative, save_ask, write_wording
from app.asks.services.targets import TargetDetails, correct_target, enter_target, target_of_ourselves
from app.asks.services.tracking import (
    News,
    Turn,
    Words,
    Writing,
    read_document,
    read_evidence,
    record_commitment,
    record_contact,
    record_status,
)
from app.asks.services.turning import turn
