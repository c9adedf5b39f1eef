"""Background work: keep the dates of series made half a year ahead."""

from app.core.database import session
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.events import services
from app.events.models import Series
from app.events.queries import running_series


@periodic(hour=2)
def fill_series() -> None:
    """Make the dates that have come into the window, each series in its own transaction."""
    for series_id in running_series():
        with apart(series=series_id), transaction():
            series = session.get(Series, series_id)
            if series is not None:
                services.fill(series)
