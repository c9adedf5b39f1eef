"""The audit trail in words, as staff read it."""

from collections.abc import Mapping

from app.audit.models import Action
from app.core.i18n import _, _l
from app.events.rules.wording import topics_of

_ACTIONS = {
    Action.USER_ADDRESS_CHANGED: _l("E-mail address changed"),
    Action.USER_CONFIRMED: _l("E-mail address confirmed"),
    Action.USER_ERASED: _l("Person erased"),
    Action.USER_ERASURE_CANCELLED: _l("Erasure called off"),
    Action.USER_ERASURE_REQUESTED: _l("Erasure requested"),
    Action.USER_EXPORTED: _l("Own data downloaded"),
    Action.USER_MADE_STAFF: _l("Person made staff"),
    Action.USER_PASSWORD_CHANGED: _l("Password changed"),
    Action.USER_REGISTERED: _l("Person registered"),
    Action.USER_SECOND_FACTOR_CHANGED: _l("Second step of signing in changed"),
    Action.USER_SESSIONS_ENDED: _l("Signed out everywhere else"),
    Action.USER_SIGNED_IN: _l("Signed in"),
    Action.USER_SUSPENDED: _l("Person suspended"),
    Action.USER_UNSUSPENDED: _l("Person let in again"),
    Action.ORGANISATION_ARCHIVED: _l("Organisation archived"),
    Action.ORGANISATION_CHANGED: _l("Organisation changed"),
    Action.ORGANISATION_CREATED: _l("Organisation created"),
    Action.ORGANISATION_REJECTED: _l("Organisation not verified"),
    Action.ORGANISATION_REOPENED: _l("Organisation opened again"),
    Action.ORGANISATION_VERIFICATION_REQUESTED: _l("Organisation asked to be verified"),
    Action.ORGANISATION_VERIFIED: _l("Organisation verified"),
    Action.INVITATION_ACCEPTED: _l("Invitation to an organisation accepted"),
    Action.INVITATION_REVOKED: _l("Invitation to an organisation taken back"),
    Action.INVITATION_SENT: _l("Invitation to an organisation sent"),
    Action.MEMBERSHIP_ENDED: _l("Membership ended"),
    Action.MEMBERSHIP_ROLE_CHANGED: _l("Role of a member changed"),
    Action.MEMBERSHIP_STARTED: _l("Membership started"),
    Action.COHOSTING_BEGAN: _l("Hosting begun"),
    Action.COHOSTING_DAYS_SET: _l("Time for sign-off set"),
    Action.HOST_ACCEPTED: _l("Invitation to host accepted"),
    Action.HOST_DECLINED: _l("Invitation to host declined"),
    Action.HOST_ENDED: _l("Host left"),
    Action.HOST_OFFERED: _l("Invitation to host sent"),
    Action.HOST_OFFER_EXPIRED: _l("Invitation to host ran out"),
    Action.HOST_OFFER_WITHDRAWN: _l("Invitation to host taken back"),
    Action.PROPOSAL_ACCEPTED: _l("Proposal agreed by every host"),
    Action.PROPOSAL_CHANGED: _l("Proposal changed"),
    Action.PROPOSAL_HANDED_ON: _l("Proposal handed on to another host"),
    Action.PROPOSAL_LAPSED: _l("Proposal lapsed"),
    Action.PROPOSAL_MADE: _l("Proposal made"),
    Action.PROPOSAL_OBJECTED: _l("Proposal objected to"),
    Action.PROPOSAL_SIGNED_OFF: _l("Proposal signed off"),
    Action.PROPOSAL_WITHDRAWN: _l("Proposal taken back"),
    Action.BOARD_ANSWERED: _l("Post on the board answered"),
    Action.BOARD_CHANGED: _l("Post on the board changed"),
    Action.BOARD_CLOSED: _l("Post taken off the board"),
    Action.BOARD_POSTED: _l("Post put on the board"),
    Action.BOARD_TAKEN_UP: _l("Draft begun from the board"),
    Action.DOOR_LINK_ENDED: _l("Link for the door ended"),
    Action.DOOR_LINK_MADE: _l("Link for the door made"),
    Action.EVENT_CANCELLED: _l("Event cancelled"),
    Action.EVENT_CANCELLED_FOR_SAFETY: _l("Event cancelled for safety"),
    Action.EVENT_CHANGED: _l("Event changed"),
    Action.EVENT_DELETED: _l("Event deleted"),
    Action.EVENT_DRAFTED: _l("Event drafted"),
    Action.EVENT_IMPORTED: _l("Events taken over from a calendar"),
    Action.EVENT_LETTERS_SET: _l("Reminders and thanks chosen"),
    Action.EVENT_POSTPONED: _l("Event postponed"),
    Action.EVENT_PUBLISHED: _l("Event published"),
    Action.EVENT_WITHDRAWN: _l("Event taken back from the public"),
    Action.INITIATIVE_AIM_REPORTED: _l("Progress of an aim reported"),
    Action.INITIATIVE_CHANGED: _l("Initiative changed"),
    Action.INITIATIVE_COMPLETED: _l("Initiative completed"),
    Action.INITIATIVE_DELETED: _l("Initiative deleted"),
    Action.INITIATIVE_DRAFTED: _l("Initiative begun"),
    Action.INITIATIVE_MILESTONE_ADDED: _l("Milestone added"),
    Action.INITIATIVE_MILESTONE_CHANGED: _l("Milestone changed"),
    Action.INITIATIVE_MILESTONE_REACHED: _l("Milestone reached"),
    Action.INITIATIVE_MILESTONE_TAKEN_OFF: _l("Milestone taken off"),
    Action.INITIATIVE_PUBLISHED: _l("Initiative published"),
    Action.INITIATIVE_UPDATE_PUBLISHED: _l("News of an initiative published"),
    Action.INITIATIVE_WITHDRAWN: _l("Initiative taken back from the public"),
    Action.RSVP_ALLOCATION_RELEASED: _l("Held places freed for everyone"),
    Action.RSVP_ALLOCATION_SET: _l("Places held for a host’s community"),
    Action.RSVP_CANCELLED: _l("Reply cancelled"),
    Action.RSVP_CHANGED: _l("Reply changed"),
    Action.RSVP_CONFIRMED: _l("Reply confirmed"),
    Action.RSVP_EXPORTED: _l("List of replies downloaded"),
    Action.RSVP_MADE: _l("Reply made"),
    Action.RSVP_MESSAGE_SENT: _l("Message sent to everyone going"),
    Action.RSVP_NEEDS_READ: _l("Read what someone needs"),
    Action.RSVP_PROMOTED: _l("People moved up from the waiting list"),
    Action.RSVP_REMOVED: _l("Reply removed by a host"),
    Action.RSVP_WAITLIST_SET: _l("Waiting list changed"),
    Action.RSVP_WAITS: _l("Waits for a place"),
    Action.ASK_CHANGED: _l("Ask changed"),
    Action.ASK_COMMITMENT_KEPT: _l("Promise of a target kept on record"),
    Action.ASK_CONTACT_KEPT: _l("Contact with a target kept on record"),
    Action.ASK_CORRECTION_ANSWERED: _l("Request for a correction answered"),
    Action.ASK_DELETED: _l("Ask deleted"),
    Action.ASK_DRAFTED: _l("Ask begun"),
    Action.ASK_PUBLISHED: _l("Ask published"),
    Action.ASK_STATUS_REVIEWED: _l("Evidence read by a second reader"),
    Action.ASK_STATUS_WRITTEN: _l("Evidence written down"),
    Action.ASK_WITHDRAWN: _l("Ask taken back from the public"),
    Action.ASK_WORDING_WRITTEN: _l("Ask put in a host’s own words"),
    Action.TARGET_CORRECTED: _l("Target corrected"),
    Action.TARGET_ENTERED: _l("Target entered"),
    Action.PETITION_CHANGED: _l("Petition changed"),
    Action.PETITION_CLOSED: _l("Petition closed"),
    Action.PETITION_COUNT_REPAIRED: _l("Count of a petition repaired"),
    Action.PETITION_DELETED: _l("Petition deleted"),
    Action.PETITION_DRAFTED: _l("Petition begun"),
    Action.PETITION_OPENED: _l("Petition opened"),
    Action.PETITION_DELIVERED: _l("Petition handed over"),
    Action.PETITION_PACK_MADE: _l("Pack of a petition made"),
    Action.PETITION_PAPER_BEGUN: _l("Paper signatures begun"),
    Action.PETITION_PAPER_COUNTED: _l("Paper signatures counted"),
    Action.PETITION_PAPER_DISCARDED: _l("Paper signatures thrown away"),
    Action.PETITION_PAPER_ENTERED: _l("Paper signatures entered"),
    Action.PETITION_REMOVAL_CANCELLED: _l("Removal of signatures stopped"),
    Action.PETITION_REMOVAL_DONE: _l("Removal of signatures done"),
    Action.PETITION_REMOVAL_PLANNED: _l("Removal of signatures planned"),
    Action.PETITION_REMOVAL_STARTED: _l("Removal of signatures started"),
    Action.PETITION_SIGNERS_EXPORTED: _l("Addresses of signers exported"),
    Action.PETITION_REVIEWED: _l("Petition read by staff"),
    Action.PETITION_UPDATE_PUBLISHED: _l("News of a petition published"),
    Action.PETITION_WITHDRAWN: _l("Petition taken back from the public"),
    Action.SIGNATURE_REASON_READ: _l("Reason of a signer read"),
    Action.SIGNATURE_RELEASED: _l("Signature let through"),
    Action.SIGNATURE_REMOVED: _l("Signature taken off"),
    Action.CALENDAR_FEED_ROTATED: _l("Calendar address made anew"),
    Action.OUTBOX_RETRIED: _l("Message sent again"),
}
_NAMES = {
    "addresses": _l("E-mail addresses"),
    "after": _l("After"),
    "before": _l("Before"),
    "change": _l("What changed"),
    "events": _l("Events"),
    "fields": _l("What changed"),
    "from": _l("Role before"),
    "host": _l("Number of the host"),
    "kind": _l("Kind"),
    "left_out": _l("Left out"),
    "name": _l("Name"),
    "note": _l("Note"),
    "party_size": _l("People"),
    "proposal": _l("Number of the proposal"),
    "reached": _l("Reached"),
    "reason": _l("Reason"),
    "replies": _l("Replies"),
    "role": _l("Role"),
    "source": _l("Where from"),
    "subject": _l("Subject"),
    "title": _l("Title"),
    "to": _l("Role now"),
    "version": _l("Version"),
    "way": _l("How"),
}
#: Details that only the program reads.
_UNSAID = {"fingerprint"}
#: Details whose values are words of the program; whatever people wrote stays as it is.
_CODED = {"change", "fields", "from", "kind", "role", "to", "way"}
_VALUES = {
    "owner": _l("Owner"),
    "organiser": _l("Organiser"),
    "treasurer": _l("Treasurer"),
    "helper": _l("Helper"),
    "in_person": _l("In person"),
    "online": _l("Online"),
    "app_added": _l("Authenticator app added"),
    "app_removed": _l("Authenticator app removed"),
    "code_used": _l("Recovery code used"),
    "codes_made": _l("Recovery codes made"),
    "passkey_added": _l("Passkey added"),
    "passkey_removed": _l("Passkey removed"),
    "removed_by_staff": _l("Taken away by staff"),
    "publish": _l("Publish"),
    "change": _l("Change"),
    "cancel": _l("Cancel"),
    "name": _l("Name"),
    "purpose": _l("Purpose"),
    "works_with": _l("Whom it works with"),
    "area": _l("Where it works"),
    "links": _l("Links"),
    "contact_email": _l("Address to write to"),
    "time_zone": _l("Time zone"),
    "logo": _l("Logo"),
}


def in_words(action: Action) -> str:
    """Say what was done."""
    return str(_ACTIONS[action])


def detail_in_words(detail: Mapping[str, object]) -> str:
    """Say all that was written down with a line."""
    said = {name: value for name, value in detail.items() if value != "" and name not in _UNSAID}
    return "; ".join(_named(name, value) for name, value in said.items())


def _named(name: str, value: object) -> str:
    label = _NAMES.get(name)
    return _("%(label)s: %(value)s", label=label or name.replace("_", " "), value=_said(name, value))


def _said(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return f"({detail_in_words(value)})"
    if isinstance(value, list | tuple):
        words = topics_of(value) if name == "fields" else []
        between = ", " if name == "fields" else " → "
        return between.join(words or [_word(name, str(each)) for each in value])
    return _word(name, str(value))


def _word(name: str, value: str) -> str:
    return str(_VALUES.get(value, value)) if name in _CODED else value
