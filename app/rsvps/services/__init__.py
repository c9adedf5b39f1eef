"""Writes."""

from app.rsvps.emails import HostMessage
from app.rsvps.services.changing import (
    ReplyChange,
    cancel,
    change,
    confirm,
    ready_mail,
    restore,
    wait,
)
from app.rsvps.services.holding import (
    Holding,
    ListChoice,
    hold_spots,
    release,
    release_of_departed,
    set_waitlist,
)
from app.rsvps.services.hosting import export_csv, export_waiting_csv, read_needs, remove
from app.rsvps.services.lapsing import let_lapse
from app.rsvps.services.messages import message_people, message_series
from app.rsvps.services.reacting import (
    fill_places,
    forget_guests,
    forget_needs,
    forget_person,
    link_replies,
    tell_of_cancellation,
    tell_of_change,
    tell_of_postponement,
    tell_of_series,
    tell_of_withdrawal,
)
from app.rsvps.services.repeating import let_repeat_lapse
from app.rsvps.services.replying import (
    Prepared,
    ReplyDetails,
    mail_link,
    owns,
    prepare,
    reply,
    take_up,
)
from app.rsvps.services.spots import give_back, shift_spots, take_spots
from app.rsvps.services.together import Together, cancel_all, confirm_all, reply_to_all
from app.rsvps.services.waiting import move_up

__all__ = [
    "Holding",
    "HostMessage",
    "ListChoice",
    "Prepared",
    "ReplyChange",
    "ReplyDetails",
    "Together",
    "cancel",
    "cancel_all",
    "change",
    "confirm",
    "confirm_all",
    "export_csv",
    "export_waiting_csv",
    "fill_places",
    "forget_guests",
    "forget_needs",
    "forget_person",
    "give_back",
    "hold_spots",
    "let_lapse",
    "let_repeat_lapse",
    "link_replies",
    "mail_link",
    "message_people",
    "message_series",
    "move_up",
    "owns",
    "prepare",
    "read_needs",
    "ready_mail",
    "release",
    "release_of_departed",
    "remove",
    "reply",
    "reply_to_all",
    "restore",
    "set_waitlist",
    "shift_spots",
    "take_spots",
    "take_up",
    "tell_of_cancellation",
    "tell_of_change",
    "tell_of_postponement",
    "tell_of_series",
    "tell_of_withdrawal",
    "wait",
]
