"""Mail about replies, each in its reader's language.

All of it is transactional but the hosts' own messages: those belong to the list `HOST_MESSAGES`, so
that they carry a way to stop them (RFC 8058). Nobody misses what matters by leaving that list, for a
new time or place and a cancellation are told by Twain itself, outside any list.

The code for the door travels as an ordinary PNG attachment, since mail programs block `data:` pictures
and pictures from the network, and show or open a file everywhere.
"""

from app.rsvps.emails.replies import (
    HostMessage,
    already,
    cancelled,
    changed,
    confirm,
    going,
    host_message,
    postponed,
    removed,
    reply_cancelled,
)
from app.rsvps.emails.series import (
    DateNews,
    series_changed,
    series_message,
    together_cancelled,
    together_confirm,
    together_going,
)
from app.rsvps.emails.waiting import (
    confirm_waiting,
    first_to_answer,
    moved_up,
    offer_ended,
    waitlisted,
)
from app.rsvps.emails.writing import about_reply, code_picture, comes_to_a_door, file_name, lines_of
