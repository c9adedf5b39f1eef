"""The audit trail's table and the one list of what can be recorded."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, enum_column


class Action(StrEnum):
    """What was done, as subject:action. Keep each block alphabetical."""

    USER_ADDRESS_CHANGED = "user:address_changed"
    USER_CONFIRMED = "user:confirmed"
    USER_ERASED = "user:erased"
    USER_ERASURE_CANCELLED = "user:erasure_cancelled"
    USER_ERASURE_REQUESTED = "user:erasure_requested"
    USER_EXPORTED = "user:exported"
    USER_MADE_STAFF = "user:made_staff"
    USER_PASSWORD_CHANGED = "user:password_changed"  # noqa: S105  # a name, not a password
    USER_REGISTERED = "user:registered"
    USER_SECOND_FACTOR_CHANGED = "user:second_factor_changed"
    USER_SESSIONS_ENDED = "user:sessions_ended"
    USER_SIGNED_IN = "user:signed_in"
    USER_SUSPENDED = "user:suspended"
    USER_UNSUSPENDED = "user:unsuspended"

    ORGANISATION_ARCHIVED = "organisation:archived"
    ORGANISATION_CHANGED = "organisation:changed"
    ORGANISATION_CREATED = "organisation:created"
    ORGANISATION_REJECTED = "organisation:rejected"
    ORGANISATION_REOPENED = "organisation:reopened"
    ORGANISATION_VERIFICATION_REQUESTED = "organisation:verification_requested"
    ORGANISATION_VERIFIED = "organisation:verified"
    INVITATION_ACCEPTED = "invitation:accepted"
    INVITATION_REVOKED = "invitation:revoked"
    INVITATION_SENT = "invitation:sent"
    MEMBERSHIP_ENDED = "membership:ended"
    MEMBERSHIP_ROLE_CHANGED = "membership:role_changed"
    MEMBERSHIP_STARTED = "membership:started"

    COHOSTING_BEGAN = "cohosting:began"
    COHOSTING_DAYS_SET = "cohosting:days_set"
    HOST_ACCEPTED = "host:accepted"
    HOST_DECLINED = "host:declined"
    HOST_ENDED = "host:ended"
    HOST_OFFERED = "host:offered"
    HOST_OFFER_EXPIRED = "host:offer_expired"
    HOST_OFFER_WITHDRAWN = "host:offer_withdrawn"
    PROPOSAL_ACCEPTED = "proposal:accepted"
    PROPOSAL_CHANGED = "proposal:changed"
    PROPOSAL_HANDED_ON = "proposal:handed_on"
    PROPOSAL_LAPSED = "proposal:lapsed"
    PROPOSAL_MADE = "proposal:made"
    PROPOSAL_OBJECTED = "proposal:objected"
    PROPOSAL_SIGNED_OFF = "proposal:signed_off"
    PROPOSAL_WITHDRAWN = "proposal:withdrawn"

    ASK_CHANGED = "ask:changed"
    ASK_COMMITMENT_KEPT = "ask:commitment_kept"
    ASK_CONTACT_KEPT = "ask:contact_kept"
    ASK_CORRECTION_ANSWERED = "ask:correction_answered"
    ASK_DELETED = "ask:deleted"
    ASK_DRAFTED = "ask:drafted"
    ASK_PUBLISHED = "ask:published"
    ASK_STATUS_REVIEWED = "ask:status_reviewed"
    ASK_STATUS_WRITTEN = "ask:status_written"
    ASK_WITHDRAWN = "ask:withdrawn"
    ASK_WORDING_WRITTEN = "ask:wording_written"
    TARGET_CORRECTED = "target:corrected"
    TARGET_ENTERED = "target:entered"

    BOARD_ANSWERED = "board_post:answered"
    BOARD_CHANGED = "board_post:changed"
    BOARD_CLOSED = "board_post:closed"
    BOARD_POSTED = "board_post:posted"
    BOARD_TAKEN_UP = "board_post:taken_up"
    DOOR_LINK_ENDED = "door:link_ended"
    DOOR_LINK_MADE = "door:link_made"

    EVENT_CANCELLED = "event:cancelled"
    EVENT_CANCELLED_FOR_SAFETY = "event:cancelled_for_safety"
    EVENT_CHANGED = "event:changed"
    EVENT_DELETED = "event:deleted"
    EVENT_DRAFTED = "event:drafted"
    EVENT_IMPORTED = "event:imported"
    EVENT_LETTERS_SET = "event:letters_set"
    EVENT_POSTPONED = "event:postponed"
    EVENT_PUBLISHED = "event:published"
    EVENT_WITHDRAWN = "event:withdrawn"
    SERIES_CHANGED = "series:changed"
    SERIES_DATES_MADE = "series:dates_made"
    SERIES_DELETED = "series:deleted"
    SERIES_DRAFTED = "series:drafted"
    SERIES_ENDED = "series:ended"
    SERIES_PUBLISHED = "series:published"

    INITIATIVE_AIM_REPORTED = "initiative:aim_reported"
    INITIATIVE_CHANGED = "initiative:changed"
    INITIATIVE_COMPLETED = "initiative:completed"
    INITIATIVE_DELETED = "initiative:deleted"
    INITIATIVE_DRAFTED = "initiative:drafted"
    INITIATIVE_MILESTONE_ADDED = "initiative:milestone_added"
    INITIATIVE_MILESTONE_CHANGED = "initiative:milestone_changed"
    INITIATIVE_MILESTONE_REACHED = "initiative:milestone_reached"
    INITIATIVE_MILESTONE_TAKEN_OFF = "initiative:milestone_taken_off"
    INITIATIVE_PUBLISHED = "initiative:published"
    INITIATIVE_UPDATE_PUBLISHED = "initiative:update_published"
    INITIATIVE_WITHDRAWN = "initiative:withdrawn"

    RSVP_ALLOCATION_RELEASED = "rsvp:allocation_released"
    RSVP_ALLOCATION_SET = "rsvp:allocation_set"
    RSVP_CANCELLED = "rsvp:cancelled"
    RSVP_CHANGED = "rsvp:changed"
    RSVP_CONFIRMED = "rsvp:confirmed"
    RSVP_EXPORTED = "rsvp:exported"
    RSVP_MADE = "rsvp:made"
    RSVP_MESSAGE_SENT = "rsvp:message_sent"
    RSVP_NEEDS_READ = "rsvp:needs_read"
    RSVP_PROMOTED = "rsvp:promoted"
    RSVP_REMOVED = "rsvp:removed"
    RSVP_WAITLIST_SET = "rsvp:waitlist_set"
    RSVP_WAITS = "rsvp:waits"

    PETITION_CHANGED = "petition:changed"
    PETITION_CLOSED = "petition:closed"
    PETITION_COUNT_REPAIRED = "petition:count_repaired"
    PETITION_DELETED = "petition:deleted"
    PETITION_DELIVERED = "petition:delivered"
    PETITION_DRAFTED = "petition:drafted"
    PETITION_OPENED = "petition:opened"
    PETITION_PACK_MADE = "petition:pack_made"
    PETITION_PAPER_BEGUN = "petition:paper_begun"
    PETITION_PAPER_COUNTED = "petition:paper_counted"
    PETITION_PAPER_DISCARDED = "petition:paper_discarded"
    PETITION_PAPER_ENTERED = "petition:paper_entered"
    PETITION_REMOVAL_CANCELLED = "petition:removal_cancelled"
    PETITION_REMOVAL_DONE = "petition:removal_done"
    PETITION_REMOVAL_PLANNED = "petition:removal_planned"
    PETITION_REMOVAL_STARTED = "petition:removal_started"
    PETITION_REVIEWED = "petition:reviewed"
    PETITION_SIGNERS_EXPORTED = "petition:signers_exported"
    PETITION_UPDATE_PUBLISHED = "petition:update_published"
    PETITION_STOPPED = "petition:stopped"
    PETITION_RESTORED = "petition:restored"
    PETITION_WITHDRAWN = "petition:withdrawn"
    SIGNATURE_REASON_READ = "signature:reason_read"
    SIGNATURE_RELEASED = "signature:released"
    SIGNATURE_REMOVED = "signature:removed"

    DECLARATION_CANCELLED = "declaration:cancelled"
    FUND_BOOKS_CLOSED = "fund:books_closed"
    FUND_SETTLED = "fund:settled"
    GIFTS_EXPORTED = "fund:gifts_exported"
    GIFT_COUNTED = "donation:counted"
    GIFT_DISCARDED = "donation:discarded"
    GIFT_ENTERED = "donation:entered"
    GIFT_AID_CLAIMED = "gift_aid_claim:made"
    GIFT_AID_CLAIM_TAKEN_BACK = "gift_aid_claim:taken_back"
    GIFT_AID_FILE_TAKEN = "gift_aid_claim:file_taken"
    CHARITY_CHANGED = "charity:changed"
    CONNECTED_ACCOUNT_BEGUN = "connected_account:begun"
    FUND_CHANGED = "fund:changed"
    FUND_CLOSED = "fund:closed"
    FUND_DELETED = "fund:deleted"
    FUND_DRAFTED = "fund:drafted"
    FUND_MESSAGE_READ = "fund:message_read"
    FUND_OPENED = "fund:opened"
    FUND_REOPENED = "fund:reopened"
    FUND_CORRECTION_DROPPED = "fund:correction_dropped"
    FUND_CORRECTION_WANTED = "fund:correction_wanted"
    FUND_ENTRY_CORRECTED = "fund:entry_corrected"
    FUND_SPENDING_CORRECTED = "fund:spending_corrected"
    FUND_SPENDING_WRITTEN = "fund:spending_written"
    DONATION_MISMATCH_SOLVED = "donation:mismatch_solved"
    DONATION_REFUND_ACCEPTED = "donation:refund_accepted"
    DONATION_REFUND_CONFIRMED = "donation:refund_confirmed"
    DONATION_REFUND_REFUSED = "donation:refund_refused"
    DONATION_REFUND_REQUESTED = "donation:refund_requested"
    DONATION_TRANSFER_RETRIED = "donation:transfer_retried"

    CALENDAR_FEED_ROTATED = "calendar_feed:rotated"
    OUTBOX_RETRIED = "outbox:retried"


class AuditEntry(Base):
    """One line of the trail; never changed, never deleted."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[Action] = enum_column(Action, index=True)
    #: `<table>:<id>` of what it happened to.
    subject: Mapped[str] = mapped_column(String(80), index=True)
    #: No foreign key: the line outlives the user.
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None]
    organisation_name: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
