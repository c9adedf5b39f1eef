"""What holds for asks, as pure functions."""

from app.asks.rules.status import (
    OPEN_STANDINGS,
    REVIEWED,
    SET_BY_JOB,
    STANDINGS,
    TRANSITIONS,
    can_move,
    can_stand,
    choices_after,
    move,
    needs_reason,
)
