"""A second reader's word on what someone wrote: done and refused hold only with it."""

from app.accounts.models import User
from app.asks.facts import StandingChanged
from app.asks.models import AskStatus, AskTarget, StatusEntry
from app.asks.rules.reviewing import Claim, Reader, hindrance_to_review, sentence_for
from app.asks.rules.status import can_stand
from app.asks.services.keeping import check_may_change, hold, take_effect, touch_pages
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.facts import announce
from app.core.i18n import _
from app.organisations.models import Organisation


def agree(entry: StatusEntry, *, by: User, on_behalf_of: Organisation | None) -> None:
    """Confirm, as a second reader from another host (or as our staff, for none), what was written."""
    ask_target = _read(entry, by, on_behalf_of)
    if not can_stand(ask_target.standing, entry.after):
        raise Refused(_("It stands otherwise by now. Say no to this, and write a new entry."))
    entry.before = ask_target.standing
    _finish(entry, by, on_behalf_of)
    take_effect(ask_target, entry)
    touch_pages(ask_target.ask)
    announce(StandingChanged(ask_target, entry))


def disagree(entry: StatusEntry, note: str, *, by: User, on_behalf_of: Organisation | None) -> None:
    """Say that what was written is not so, and why; it never takes effect."""
    if not note:
        raise Invalid(_("Say what is not right, so that the others can mend it."), "note")
    _read(entry, by, on_behalf_of)
    entry.is_declined, entry.review_note = True, note
    _finish(entry, by, on_behalf_of)


def _read(entry: StatusEntry, by: User, on_behalf_of: Organisation | None) -> AskTarget:
    ask_target = entry.ask_target
    hold(ask_target.ask)
    session.refresh(entry)
    session.refresh(ask_target)
    if ask_target.ask.status is not AskStatus.PUBLISHED:
        raise Refused(_("The tracker follows an ask once it is public."))
    if on_behalf_of is not None:
        check_may_change(ask_target.ask, on_behalf_of)
    claim = Claim(entry.by_id, entry.organisation_id, entry.needs_review)
    reader = Reader(by.id, on_behalf_of.id if on_behalf_of else None, by.is_staff)
    hindrance = hindrance_to_review(claim, reader)
    if hindrance is not None:
        raise Refused(sentence_for(hindrance))
    return ask_target


def _finish(entry: StatusEntry, by: User, on_behalf_of: Organisation | None) -> None:
    entry.needs_review = False
    entry.reviewed_by_id, entry.reviewed_for, entry.reviewed_at = by.id, on_behalf_of, clock.now()
    session.flush()
    detail = {"entry": entry.id, "is_agreed": not entry.is_declined, "by_staff": on_behalf_of is None}
    record(Action.ASK_STATUS_REVIEWED, entry.ask_target.ask, by=by, on_behalf_of=on_behalf_of, detail=detail)
