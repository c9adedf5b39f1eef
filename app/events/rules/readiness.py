"""What an event still needs before it can be public."""

from datetime import datetime, timedelta

from app.core.i18n import _
from app.events.models import Event, EventFormat, EventStatus

#: Search looks back this far for events that go on.
LONGEST = timedelta(days=31)


def missing_for_publication(event: Event, now: datetime) -> list[str]:
    """Say, each in a sentence, what has to be there before the public can see the event."""
    sentences = _missing_time(event, now)
    if event.format is not EventFormat.ONLINE and not (event.place_name or event.place_area):
        sentences.append(_("Say where it is: the name of the place, or at least the town."))
    if not event.summary:
        sentences.append(_("Say in one or two sentences what people can expect."))
    if event.picture and not event.picture_alt:
        sentences.append(_("Describe the picture for people who cannot see it."))
    return sentences


def _missing_time(event: Event, now: datetime) -> list[str]:
    if event.starts_at is None or event.ends_at is None:
        return [_("Say when it begins and when it ends.")]
    if event.starts_at <= now:
        return [_("The event begins in the past. Choose a date that is still ahead.")]
    if event.ends_at - event.starts_at > LONGEST:
        return [_("An event lasts at most 31 days. Make one event for each part of a longer one.")]
    return []


def refusal_to_cancel(event: Event, now: datetime) -> str | None:
    """Say why the event cannot be cancelled or postponed; None when it can."""
    if event.status not in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
        return _("Only an event that is public can be called off.")
    return _("This event is over.") if _is_over(event, now) else None


def refusal_to_postpone(event: Event, now: datetime) -> str | None:
    """Say why the event cannot be postponed; None when it can."""
    if event.status is EventStatus.POSTPONED:
        return _("This event is postponed already. Choose a new date by editing it.")
    return refusal_to_cancel(event, now)


def refusal_to_withdraw(event: Event, now: datetime) -> str | None:
    """Say why the event cannot be taken back from the public; None when it can."""
    if event.status not in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
        return _("Only an event that is public can be taken back.")
    if event.taken_in_person + event.taken_online > 0 and not _is_over(event, now):
        return _("People have replied. Cancel the event instead, so that they are told.")
    return None


def refusal_to_delete(event: Event, accepted_hosts: int) -> str | None:
    """Say why the event cannot be deleted; None when it can."""
    if event.status is EventStatus.DELETED:
        return _("This event is deleted already.")
    if event.status in {EventStatus.PUBLISHED, EventStatus.POSTPONED}:
        return _("People can still see this event. Take it back or cancel it first.")
    if event.status is EventStatus.PROPOSED:
        return _("The hosts are signing this off. Withdraw the proposal first.")
    if event.status is EventStatus.DRAFT and accepted_hosts > 1:
        return _("Other hosts have worked on this too. You can leave it to them, or ask them to leave first.")
    return None


def _is_over(event: Event, now: datetime) -> bool:
    return event.ends_at is not None and event.ends_at <= now
