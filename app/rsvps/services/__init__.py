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
    ReplyDetails,
    mail_link,
    owns,
    prepare,
    reply,
    take_up,
)
from app.rsvps.services.spots import give_back, shift_spots, take_spots
from app.rsvps.services.together import cancel_all, confirm_all, reply_to_all
from app.rsvps.services.waiting import move_up
