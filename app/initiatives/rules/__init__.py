"""Pure rules of initiatives."""

from app.initiatives.rules.progress import percent_reached
from app.initiatives.rules.status import EDITABLE, SHOWN, TRANSITIONS, UNPUBLISHED, can_move, move
