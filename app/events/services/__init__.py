"""Writes: one function per intention, and the reactions to what hosts decide."""

from app.events.services.belonging import join_initiative
from app.events.services.drafting import draft_event, duplicate_event, rewrite_draft
from app.events.services.ending import (
    cancel_for_safety,
    delete_event,
    propose_cancellation,
    propose_postponement,
    propose_withdrawal,
)
from app.events.services.publishing import propose_publication
from app.events.services.reacting import (
    apply_accepted_proposal,
    cancel_abandoned,
    reopen_after_closed_proposal,
    show_changed_hosts,
    show_changed_initiative,
    show_changed_organisation,
)
from app.events.services.saving import Edit, Saved, WrittenMeanwhile, save_event

__all__ = [
    "Edit",
    "Saved",
    "WrittenMeanwhile",
    "apply_accepted_proposal",
    "cancel_abandoned",
    "cancel_for_safety",
    "delete_event",
    "draft_event",
    "duplicate_event",
    "join_initiative",
    "propose_cancellation",
    "propose_postponement",
    "propose_publication",
    "propose_withdrawal",
    "reopen_after_closed_proposal",
    "rewrite_draft",
    "save_event",
    "show_changed_hosts",
    "show_changed_initiative",
    "show_changed_organisation",
]
