"""What holds for events, as pure functions."""

from app.events.rules.places import Audience, VisiblePlace, visible_place
from app.events.rules.room import (
    crowded,
    event_spots_left,
    over_by,
    room_label,
    spots_left,
    total_left,
)
from app.events.rules.status import (
    EDITABLE,
    SHOWN,
    TRANSITIONS,
    UNPUBLISHED,
    can_move,
    move,
)
from app.events.rules.walltime import (
    Never,
    NoSuchTime,
    Once,
    Twice,
    is_zone,
    read_wall_time,
    resolve_wall_time,
    wall_time,
)
