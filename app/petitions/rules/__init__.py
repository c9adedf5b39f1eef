"""Pure rules of petitions."""

from app.petitions.rules.goals import goal_for, reached_between
from app.petitions.rules.status import (
    EDITABLE,
    SHOWN,
    TRANSITIONS,
    UNPUBLISHED,
    can_confirm,
    can_move,
    can_sign,
    move,
)
