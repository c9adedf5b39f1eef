"""Answer what cohosting asks of events."""

from collections.abc import Sequence

from app.cohosting.facts import IsOver, WhatItMeans, WhatItSays, WhereItIsShown
from app.cohosting.rules import Difference
from app.events.models import EventStatus, SeriesStatus
from app.events.queries.contents import working_content
from app.events.queries.crowding import crowded_by
from app.events.queries.events import event_of
from app.events.queries.series import series_of, working_series_content
from app.events.rules import SHOWN
from app.events.rules.repeating import series_whole
from app.events.rules.wording import whole


def is_over(question: IsOver) -> bool:
    """Tell whether an event or series is over or was called off: its page stays and names who held it."""
    event = event_of(question.cohosting)
    if event is None:
        series = series_of(question.cohosting)
        return series is not None and series.status is SeriesStatus.ENDED
    return event.status is EventStatus.CANCELLED or (event.status in SHOWN and event.is_past)


def what_it_says(question: WhatItSays) -> Sequence[Difference]:
    """Say what an event or a series is so far."""
    event, series = event_of(question.cohosting), series_of(question.cohosting)
    if event is not None:
        return whole(working_content(event))
    return series_whole(working_series_content(series)) if series is not None else ()


def what_it_means(question: WhatItMeans) -> Sequence[str]:
    """Say whether a change would leave fewer places than people have already, or end their way of coming."""
    return crowded_by(question.proposal)


def where_it_is_shown(question: WhereItIsShown) -> str:
    """Give the page of an event or a series, while everyone with its address can read it."""
    event, series = event_of(question.cohosting), series_of(question.cohosting)
    if event is not None and event.status in SHOWN:
        return f"/events/{event.slug}"
    return f"/series/{series.slug}" if series is not None and series.is_public else ""
