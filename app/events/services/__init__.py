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
from app.events.services.saving import save_event
from app.events.services.series_drafting import delete_series, draft_series, join_initiative_with_series
from app.events.services.series_filling import fill
from app.events.services.series_reacting import (
    apply_accepted_series,
    end_abandoned_series,
    let_dates_follow,
    reopen_series,
    show_changed_series_initiative,
    show_changed_series_organisation,
)
from app.events.services.series_saving import (
    Ending,
    SeriesEdit,
    plan_rows,
    preview_series,
    propose_end,
    propose_series,
    save_series,
)
