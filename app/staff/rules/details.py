"""What was written down with a line of the trail, in words."""

from collections.abc import Mapping

from app.asks.models import CorrectionStatus
from app.core.i18n import _, _l
from app.core.labelled import Labelled
from app.events.models import Way
from app.events.rules.wording import topics_of
from app.organisations.models import MemberRole
from app.petitions.models import ModerationVerdict
from app.petitions.rules.moderation import Refusal
from app.rsvps.models import Addressees, Ending, PromotionMode, RsvpStatus

#: What each detail of a line is called.
NAMES = {
    "addresses": _l("E-mail addresses"),
    "after": _l("After"),
    "amount": _l("Amount"),
    "batch": _l("Number of the sheet"),
    "before": _l("Before"),
    "by_staff": _l("By our staff"),
    "change": _l("What changed"),
    "correction": _l("Number of the request"),
    "count": _l("Dates"),
    "counted": _l("Counted"),
    "donation": _l("Number of the gift"),
    "ending": _l("From then on"),
    "entry": _l("Number of the entry"),
    "event": _l("Number of the event"),
    "events": _l("Events"),
    "expected": _l("Found to remove"),
    "fields": _l("What changed"),
    "found": _l("Found"),
    "from": _l("Role before"),
    "host": _l("Number of the host"),
    "hours": _l("Reminders, hours before"),
    "is_about_event": _l("About the event itself"),
    "is_agreed": _l("Agreed"),
    "is_log_right": _l("The log was right"),
    "is_open": _l("People can wait for a place"),
    "is_shown": _l("Shown"),
    "kind": _l("Kind"),
    "last_day": _l("Last day"),
    "left_out": _l("Left out"),
    "mode": _l("When a place comes free for someone"),
    "name": _l("Name"),
    "note": _l("Note"),
    "offer_hours": _l("Hours to answer"),
    "parties": _l("Replies"),
    "party_size": _l("People"),
    "proposal": _l("Number of the proposal"),
    "quiet_from": _l("Quiet from"),
    "quiet_to": _l("Quiet until"),
    "reached": _l("Reached"),
    "reason": _l("Reason"),
    "refund": _l("Number of the refund"),
    "removal": _l("Number of the removal"),
    "removed": _l("Removed"),
    "replies": _l("Replies"),
    "role": _l("Role"),
    "series": _l("With its series"),
    "source": _l("Where from"),
    "spending": _l("Number of the entry"),
    "spots": _l("Places"),
    "status": _l("Status"),
    "stop_minutes": _l("Minutes before the start at which the list stops moving"),
    "subject": _l("Subject"),
    "summary": _l("What is looked for"),
    "target": _l("Whom it is addressed to"),
    "thanks": _l("Thanks afterwards"),
    "title": _l("Title"),
    "to": _l("To"),
    "until": _l("Until"),
    "verdict": _l("Decision"),
    "version": _l("Version"),
    "way": _l("How"),
    "written": _l("Written down"),
}
#: Details that only the program reads.
UNSAID = {"fingerprint"}
#: Details of which there are several at a time; of any other, a list holds what was and what is.
_SETS = {"fields", "hours"}
#: Details whose values are words of the program; whatever people wrote stays as it is.
_CODED = {"change", "fields", "kind"}
_CHOICES: dict[str, tuple[type[Labelled], ...]] = {
    "ending": (Ending,),
    "from": (MemberRole,),
    "mode": (PromotionMode,),
    "reason": (Refusal,),
    "role": (MemberRole,),
    "status": (RsvpStatus, CorrectionStatus),
    "to": (MemberRole, Addressees),
    "verdict": (ModerationVerdict,),
    "way": (Way,),
}
_VALUES = {
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
    "about_id": _l("It belongs to"),
    "added": _l("Days added"),
    "aims": _l("Aims"),
    "area_question": _l("What signers say of where they live"),
    "asks": _l("Asks it carries"),
    "background": _l("Why"),
    "closes_at": _l("Closes"),
    "closes_on": _l("Last day"),
    "currency": _l("Currency"),
    "demand": _l("What is demanded"),
    "done_when": _l("We call it done when"),
    "ends_on": _l("Ends"),
    "first_goal": _l("First goal"),
    "goal_minor": _l("Goal"),
    "hidden_from": _l("Hidden during an election"),
    "hidden_until": _l("Hidden during an election"),
    "if_it_fails": _l("If that cannot be done"),
    "initiative": _l("Initiative"),
    "intersections": _l("Who is affected, and how differently"),
    "is_area_required": _l("What signers say of where they live"),
    "left_out": _l("Days left out"),
    "meet_from": _l("They are asked to meet at"),
    "neutrality": _l("Neutral in elections"),
    "opens_at": _l("Opens"),
    "outcome": _l("What became of it"),
    "route": _l("Way of the money"),
    "rule": _l("How it repeats"),
    "setting": _l("Where it works"),
    "shares": _l("Who gets what of each gift"),
    "starts_on": _l("Begins"),
    "status": _l("How it stands"),
    "suggested": _l("Suggested amounts"),
    "takes_monthly": _l("Monthly gifts"),
    "targets": _l("Whom it is for"),
    "tell_from": _l("Those who can act are told at"),
    "text": _l("What we ask for"),
    "themes": _l("What it is about"),
    "weight": _l("How big a step it is, 1 to 5"),
    "why": _l("Why"),
}


def detail_in_words(detail: Mapping[str, object]) -> str:
    """Say all that was written down with a line."""
    said = {name: value for name, value in detail.items() if value != "" and name not in UNSAID}
    return "; ".join(_named(name, value) for name, value in said.items())


def _named(name: str, value: object) -> str:
    label = NAMES.get(name)
    return _("%(label)s: %(value)s", label=label or name.replace("_", " "), value=_said(name, value))


def _said(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return f"({detail_in_words(value)})"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        if name == "fields":
            return ", ".join(_fields([str(each) for each in value]))
        return (", " if name in _SETS else " → ").join(_word(name, str(each)) for each in value)
    return _word(name, str(value))


def _fields(names: list[str]) -> list[str]:
    """Say what changed, once each: the topics of events, each of several fields, then what others hold."""
    others = [str(_VALUES.get(name, name)) for name in names if not topics_of([name])]
    return list(dict.fromkeys([*topics_of(names), *others]))


def _word(name: str, value: str) -> str:
    if name in _CODED:
        return str(_VALUES.get(value, value))
    return next((kind(value).label for kind in _CHOICES.get(name, ()) if value in list(kind)), value)
