"""Replies, waiting lists, and the spots that hosts hold for their communities."""

from app.rsvps.models.allocations import Allocation
from app.rsvps.models.kinds import Addressees, Ending, PromotionMode, RsvpStatus, Skip, Wishes
from app.rsvps.models.rsvps import RepeatHold, Rsvp, RsvpConsent
from app.rsvps.models.waitlists import Waitlist, WaitlistLine
