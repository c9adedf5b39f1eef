"""A month is laid out as on a wall."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.events.models import EventFormat, EventStatus
from app.events.queries import EventCard
from app.pages.rules.months import month_after, month_before, weeks


def card(number: int, starts_at: datetime, zone: str = "Europe/London") -> EventCard:
    return EventCard(
        id=number,
        slug=f"event-{number}",
        title=f"Event {number}",
        summary="",
        status=EventStatus.PUBLISHED,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        zone=zone,
        format=EventFormat.IN_PERSON,
        place="",
        spots_left=None,
        picture=None,
        picture_alt="",
        hosts=(),
        series_url="",
    )


@pytest.mark.parametrize(("year", "month", "rows"), [(2027, 2, 4), (2026, 8, 6), (2028, 2, 5), (2026, 12, 5)])
def test_every_day_of_the_month_stands_once(year: int, month: int, rows: int) -> None:
    laid = weeks(year, month, [], date(2026, 12, 3))
    inside = [day.date for week in laid for day in week if day.is_inside]
    assert inside == sorted(set(inside))
    assert inside[0].day == 1
    assert (inside[-1] + timedelta(days=1)).day == 1
    assert len(laid) == rows
    assert all(len(week) == 7 and week[0].date.weekday() == 0 for week in laid)


def test_an_event_stands_on_the_day_that_the_clock_there_shows() -> None:
    late = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    laid = weeks(
        2026, 12, [card(1, late, "America/New_York"), card(2, late, "Asia/Tokyo")], date(2026, 12, 3)
    )
    shown = {event.id: day.date for week in laid for day in week for _at, event in day.events}
    assert shown == {2: date(2026, 12, 1)}, "in New York it is still November, so it stands there"


def test_a_day_is_read_from_morning_to_night_and_today_is_marked() -> None:
    noon = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
    cards = [card(1, noon), card(2, noon - timedelta(hours=3)), card(3, noon + timedelta(hours=3))]
    days = [day for week in weeks(2026, 12, cards, date(2026, 12, 3)) for day in week]
    today = next(day for day in days if day.is_today)
    assert [event.id for _at, event in today.events] == [2, 1, 3]
    assert sum(day.is_today for day in days) == 1


def test_a_crowded_day_shows_the_first_and_counts_the_rest() -> None:
    noon = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
    cards = [card(number, noon + timedelta(minutes=number)) for number in range(8)]
    days = [day for week in weeks(2026, 12, cards, date(2026, 12, 1)) for day in week]
    full = next(day for day in days if day.events)
    assert [event.id for _at, event in full.events] == [0, 1, 2, 3, 4]
    assert full.more == 3


def test_months_follow_each_other_and_end_somewhere() -> None:
    assert month_before(2027, 1) == (2026, 12)
    assert month_after(2026, 12) == (2027, 1)
    assert month_after(2026, 6) == (2026, 7)
    assert month_before(2000, 1) is None
    assert month_after(2200, 12) is None
