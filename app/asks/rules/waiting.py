"""When time itself changes how an ask stands: nobody has answered, or a deadline has passed."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.asks.models import Standing
from app.asks.rules.status import OPEN_STANDINGS

#: So many days without an answer, and the target is called silent.
SILENT_AFTER_DAYS = 30


@dataclass(frozen=True)
class Watch:
    """What the calendar has to know of one ask put to one target."""

    standing: Standing
    asked_on: date | None = None
    due_on: date | None = None
    #: The last time that a passed deadline was noted.
    noted_on: date | None = None


def is_silent(watch: Watch, today: date, after_days: int = SILENT_AFTER_DAYS) -> bool:
    """Tell whether a target that was asked has let the time for an answer go by."""
    if watch.standing is not Standing.ASKED or watch.asked_on is None:
        return False
    return today >= watch.asked_on + timedelta(days=after_days)


def is_overdue(watch: Watch, today: date) -> bool:
    """Tell whether a deadline has passed that has not been noted yet."""
    if watch.standing not in OPEN_STANDINGS or watch.standing is Standing.OVERDUE or watch.due_on is None:
        return False
    return watch.due_on < today and (watch.noted_on is None or watch.noted_on <= watch.due_on)


def turned(watch: Watch, today: date, after_days: int = SILENT_AFTER_DAYS) -> Standing | None:
    """Give the standing that the calendar sets today, or None; a passed deadline counts more than silence."""
    if is_overdue(watch, today):
        return Standing.OVERDUE
    return Standing.SILENT if is_silent(watch, today, after_days) else None
