"""Series: ten years of a weekly gathering made at once, in a world that is full already."""

from datetime import timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.events import services
from app.events.models import Series, SeriesStatus
from app.events.rules.content import EventDetails
from app.events.rules.recurrence import MOST_DATES, Rule
from app.events.rules.series import SeriesDetails, series_content
from app.organisations.models import Organisation
from bench.report import Row, at_most
from bench.world import World

MOST_SECONDS = 1
ROUNDS = 3


def series_rows(world: World, on: str) -> list[Row]:
    """Time the making of as many dates as a series may have."""
    with world.app.app_context():
        seconds = median(_seconds(number) for number in range(ROUNDS))
    return [at_most(f"A series of {MOST_DATES} dates made", on, seconds, MOST_SECONDS, " s")]


def _seconds(number: int) -> float:
    with transaction():
        series = _running(number)
    began = perf_counter()
    with transaction():
        made = services.fill(series, timedelta(weeks=MOST_DATES + 1))
    seconds = perf_counter() - began
    assert len(made) == MOST_DATES
    session.remove()
    return seconds


def _running(number: int) -> Series:
    """Give a series that its hosts have signed off and that has no dates yet."""
    host = session.scalars(select(Organisation).order_by(Organisation.id)).first()
    assert host is not None
    starts = (clock.now() + timedelta(days=1)).replace(
        hour=18, minute=30, second=0, microsecond=0, tzinfo=None
    )
    details = EventDetails(
        title=f"Slow walk {number}",
        summary="A slow walk, and tea after.",
        description="We walk, we talk, we let silence be. " * 20,
        starts_local=starts,
        ends_local=starts + timedelta(hours=2),
        place_name="Boat house",
        place_area="Leeds",
        agreement_title="How we talk",
        agreement_body="What is said here stays here.",
    )
    series = services.draft_series(details, organisation=host, by=None)
    series.content = series_content(SeriesDetails(details, Rule(count=MOST_DATES)))
    series.status, series.published_at = SeriesStatus.PUBLISHED, clock.now()
    session.flush()
    return series
