"""Reads of asks: names are nouns."""

from app.asks.queries.asks import (
    ask_by_slug,
    ask_of,
    ask_target_by_id,
    ask_target_of,
    asks_held_by,
    asks_in,
    asks_of_hosts,
    locked,
    targets_of,
    wording_of,
    wordings_of,
)
from app.asks.queries.contents import (
    current_targets,
    settled_content,
    target_names,
    targets_at,
    working_content,
)
from app.asks.queries.record import (
    asks_with_window_on,
    correction_by_id,
    corrections_of,
    corrections_to_answer,
    corrections_with_old_addresses,
    document_of,
    documents_of,
    due_to_turn,
    entries_of,
    entries_to_read,
    entry_by_id,
    latest_commitment,
    waiting_entries,
    waiting_entry,
    watch_of,
)
from app.asks.queries.targets import (
    asks_put_to,
    found_targets,
    target_by_slug,
    target_of_organisation,
    targets_entered_by,
)
