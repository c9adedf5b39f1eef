"""What holds for replies, as pure functions."""

from app.rsvps.rules.codes import code_of, code_parts, written_code
from app.rsvps.rules.replies import (
    CURRENT,
    DAY,
    GUESTS_KEPT,
    HOLDING,
    LINK_PAUSE,
    NEEDS_KEPT,
    SAME_MESSAGE,
    TRANSITIONS,
    Full,
    Room,
    cancelled_sentence,
    full_sentence,
    is_news,
    is_standing,
    is_welcome,
    may_be_about,
    may_mail_link_again,
    move,
    newer_reply_sentence,
    shift_between,
    too_many_messages,
    why_closed,
    wishes_said,
)
