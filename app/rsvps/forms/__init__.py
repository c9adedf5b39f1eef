"""Forms of replies, and of what hosts decide about spots."""

from app.rsvps.forms.hosting import HostMessageForm, ReasonForm
from app.rsvps.forms.replying import (
    ReplyChangeForm,
    ReplyForm,
    change_form,
    reply_form,
)
from app.rsvps.forms.spots import HoldForm, WaitlistForm, hold_form, waitlist_form
