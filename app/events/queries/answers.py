"""Answer what cohosting asks of events."""

from app.cohosting.facts import IsOver
from app.events.models import EventStatus, SeriesStatus
from app.events.queries.events import event_of
from app.events.queries.series import series_of
from app.events.rules import SHOWN


def is_over(question: IsOver) -> bool:
    """Tell whether an event or series is over or was called off: its page stays and names who held it."""
    event = event_of(question.cohosting)
    if event is None:
        series = series_of(question.cohosting)
        return series is not None and series.status is SeriesStatus.ENDED
    return event.status is EventStatus.CANCELLED or (event.status in SHOWN and event.is_past)
