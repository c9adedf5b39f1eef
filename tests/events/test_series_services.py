"""What hosts do with series, through the services and the reactions to sign-off."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.cohosting.models import HostStatus, ProposalStatus
from app.cohosting.queries import host_organisations
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import format_date
from app.core.transaction import transaction
from app.events import jobs, queries, services
from app.events.facts import EventCancelled, EventChanged, SeriesChanged, SeriesDatesMade
from app.events.models import Event, EventStatus, Series, SeriesStatus
from app.events.rules.content import EventDetails
from app.events.rules.planning import Step
from app.events.rules.recurrence import Every, Rule
from app.events.rules.series import SeriesDetails, read_series
from app.organisations import services as organisations
from app.organisations.models import OrganisationStatus
from tests.events.factories import next_month
from tests.events.pairs import Pair
from tests.events.series import dates, make_series
from tests.hearing import heard
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import OrganisationFactory

FACTS = (EventChanged, EventCancelled, SeriesChanged, SeriesDatesMade)
WEEK = timedelta(weeks=1)


@pytest.fixture
def told(app: Flask) -> Any:
    with heard(app, *FACTS) as found:
        yield found


def written(rule: Rule | None = None, **changes: Any) -> SeriesDetails:
    starts = changes.pop("starts", next_month())
    details = EventDetails(
        title="Walk by the water",
        summary="A slow walk.",
        starts_local=starts,
        ends_local=starts + timedelta(hours=2),
        place_name="Boat house",
        place_area="Leeds",
        agreement_title="How we talk",
        agreement_body="What is said here stays here.",
    )
    return SeriesDetails(replace(details, **changes), rule or Rule())


def drafted(pair: Pair, hosts: int = 2, rule: Rule | None = None, **changes: Any) -> Series:
    with transaction():
        series = services.draft_series(
            EventDetails("Walk by the water"), organisation=pair.one, by=pair.amina
        )
        if hosts > 1:
            pair.join(series)
        edit = services.SeriesEdit(written(rule, **changes), series.version, pair.amina, pair.one)
        services.save_series(series, edit)
    return series


def published(pair: Pair, hosts: int = 1, rule: Rule | None = None, **changes: Any) -> Series:
    series = drafted(pair, hosts, rule, **changes)
    with transaction():
        services.propose_series(series, by=pair.amina, on_behalf_of=pair.one)
    if hosts > 1:
        pair.sign(series)
    return series


def edit_of(series: Series, pair: Pair, **changes: Any) -> services.SeriesEdit:
    parts = {name: changes.pop(name) for name in ("from_on", "reason") if name in changes}
    now = read_series(queries.working_series_content(series))
    series_parts = {name: changes.pop(name) for name in ("rule", "left_out", "added") if name in changes}
    wanted = replace(now, details=replace(now.details, **changes), **series_parts)
    return services.SeriesEdit(wanted, series.version, pair.amina, pair.one, **parts)


def save(series: Series, pair: Pair, **changes: Any) -> Saved:
    with transaction():
        return services.save_series(series, edit_of(series, pair, **changes))


def take(event: Event, spots: int = 1) -> None:
    with transaction():
        event.taken_in_person = spots


def days(series: Series) -> list[date]:
    return [event.starts_local.date() for event in queries.coming_dates(series) if event.starts_local]


def later(series: Series, hours: int = 1) -> dict[str, datetime]:
    details = read_series(series.content).details
    assert details.starts_local is not None
    assert details.ends_local is not None
    return {
        "starts_local": details.starts_local + timedelta(hours=hours),
        "ends_local": details.ends_local + timedelta(hours=hours),
    }


def test_a_series_becomes_real_events_when_every_host_has_signed(pair: Pair, told: list[Any]) -> None:
    series = drafted(pair, rule=Rule(interval=2))
    assert series.cohosting.address == "/desk/series/walk-by-the-water"
    with transaction():
        services.propose_series(series, by=pair.amina, on_behalf_of=pair.one)
    assert (series.status, queries.coming_dates(series)) == (SeriesStatus.PROPOSED, [])
    pair.sign(series)
    dates = queries.coming_dates(series)
    assert series.status is SeriesStatus.PUBLISHED
    assert len(dates) == 12
    assert len({event.uid for event in dates}) == 12
    assert dates[0].uid == series.uid
    assert {event.slug for event in dates} >= {f"walk-by-the-water-{days(series)[0]}"}
    assert {event.status for event in dates} == {EventStatus.PUBLISHED}
    assert {later - earlier for earlier, later in zip(days(series), days(series)[1:], strict=False)} == {
        2 * WEEK
    }
    hosts = {each.id for each in host_organisations(dates[5].cohosting_id)}
    assert hosts == {pair.one.id, pair.two.id}
    assert queries.agreement_of(dates[3]).body == "What is said here stays here."
    assert [version.version for version in queries.versions_of(dates[3])] == [1]
    assert queries.versions_of(dates[3])[0].content == queries.settled_content(dates[3])
    assert [type(each) for each in told] == [SeriesDatesMade]


def test_the_window_is_kept_filled_and_no_day_is_made_twice(pair: Pair) -> None:
    series = published(pair)
    first = len(queries.coming_dates(series))
    jobs.fill_series()
    jobs.fill_series()
    assert session.scalar(select(func.count()).select_from(Event)) == first
    with clock.moved(3 * WEEK):
        jobs.fill_series()
        jobs.fill_series()
    assert session.scalar(select(func.count()).select_from(Event)) == first + 3


def test_a_series_ends_by_itself_after_its_last_date(pair: Pair) -> None:
    series = published(pair, rule=Rule(count=3))
    assert len(queries.coming_dates(series)) == 3
    with clock.moved(20 * WEEK):
        jobs.fill_series()
    session.refresh(series)
    assert series.status is SeriesStatus.ENDED


def test_a_series_that_hosts_are_prolonging_does_not_end_meanwhile(pair: Pair) -> None:
    series = published(pair, hosts=2, rule=Rule(count=3))
    with clock.moved(20 * WEEK):
        save(series, pair, rule=Rule(count=40))
        jobs.fill_series()
        session.refresh(series)
        assert series.status is SeriesStatus.PUBLISHED
        pair.sign(series)
        assert days(series)
        jobs.fill_series()
    session.refresh(series)
    assert series.status is SeriesStatus.PUBLISHED


def test_what_lacks_something_cannot_be_proposed(pair: Pair) -> None:
    series = drafted(pair, summary="", starts=datetime.fromisoformat("2020-01-01T09:00"))
    with pytest.raises(Refused, match=r"begins in the past.*what people can expect"), transaction():
        services.propose_series(series, by=pair.amina, on_behalf_of=pair.one)


@pytest.mark.parametrize("count", [521, 10_000])
def test_a_rule_of_too_many_dates_is_refused(pair: Pair, count: int) -> None:
    series = drafted(pair)
    with pytest.raises(Refused, match="more than 520 dates"):
        save(series, pair, rule=Rule(Every.DAY, count=count))


def test_a_small_correction_reaches_every_date_that_nobody_changed(pair: Pair, told: list[Any]) -> None:
    series = published(pair, hosts=2)
    alone, *others = queries.coming_dates(series)
    with transaction():
        details = replace(read_series(series.content | {}).details, title="A special one")
        details = replace(details, starts_local=alone.starts_local, ends_local=alone.ends_local)
        services.save_event(alone, Edit(details, alone.version, pair.amina, pair.one))
    assert alone.is_changed_alone
    told.clear()
    sequences = [event.sequence for event in others]
    save(series, pair, title="Walk by the lake")
    assert (series.title, alone.title) == ("Walk by the lake", "A special one")
    assert {event.title for event in others} == {"Walk by the lake"}
    assert [event.sequence for event in others] == [number + 1 for number in sequences]
    assert [fact.in_series for fact in told if isinstance(fact, EventChanged)] == [True] * len(others)
    assert [len(fact.changed) for fact in told if isinstance(fact, SeriesChanged)] == [len(others)]


def test_a_new_time_waits_for_all_hosts_and_then_holds_from_a_date_on(pair: Pair) -> None:
    series = published(pair, hosts=2)
    dates = queries.coming_dates(series)
    before = [event.starts_at for event in dates]
    saved = save(series, pair, from_on=dates[2].series_on, title="Later walk", **later(series))
    assert saved.proposal is not None
    assert saved.proposal.status is ProposalStatus.OPEN
    assert [event.starts_at for event in dates] == before
    assert series.title == "Walk by the water"  # small and key facts wait together: people get one mail
    pair.sign(series)
    hours = {(event.starts_local.hour, event.title) for event in dates[2:]}
    assert hours == {(19, "Later walk")}
    assert {(event.starts_local.hour, event.title) for event in dates[:2]} == {(18, "Walk by the water")}
    with clock.moved(4 * WEEK):
        jobs.fill_series()
        assert {event.starts_local.hour for event in queries.coming_dates(series)[-4:]} == {19}


def test_what_an_edit_would_do_is_said_before(pair: Pair) -> None:
    series = published(pair)
    dates = queries.coming_dates(series)
    take(dates[1])
    with transaction():
        dates[3].is_changed_alone = True
    version = series.version
    preview = services.preview_series(series, edit_of(series, pair, rule=Rule(interval=2)))
    assert preview.needs_others
    assert preview.drops_replies
    assert preview.plan is not None
    steps = [each.step for each in preview.plan.dates]
    assert steps[:5] == [Step.KEEP, Step.DROP, Step.KEEP, Step.LEAVE, Step.KEEP]
    rows = {row.label: row.after for row in preview.rows}
    assert list(rows) == ["How it repeats"]
    assert rows["How it repeats"].startswith("Every 2 weeks on ")
    assert series.version == version
    assert [event.status for event in dates[:2]] == [EventStatus.PUBLISHED] * 2


def test_dates_that_a_rule_drops_are_called_off_only_with_a_word_to_those_who_replied(
    pair: Pair, told: list[Any]
) -> None:
    series = published(pair)
    dates = queries.coming_dates(series)
    take(dates[1])
    with pytest.raises(Refused, match="Write what they shall read"):
        save(series, pair, rule=Rule(interval=2))
    told.clear()
    save(series, pair, rule=Rule(interval=2), reason="Once in two weeks is enough.")
    assert dates[1].status is EventStatus.CANCELLED
    assert dates[1].cancel_reason == "Once in two weeks is enough."
    assert dates[3].status is EventStatus.WITHDRAWN
    assert (dates[1].series_on, dates[3].series_on) == (None, None)
    assert [fact.cancelled for fact in told if isinstance(fact, SeriesChanged)] == [(dates[1],)]
    save(series, pair, rule=Rule())
    assert len([day for day in days(series) if day == dates[3].starts_local.date()]) == 1


def test_another_weekday_moves_the_dates_with_their_replies(pair: Pair) -> None:
    series = published(pair)
    dates = list(queries.coming_dates(series))
    take(dates[2], 3)
    day = dates[0].series_on
    other = (day.weekday() + 1) % 7 or 1
    save(series, pair, rule=Rule(weekdays=(other,)))
    assert {event.starts_local.weekday() for event in queries.coming_dates(series)} == {other}
    assert dates[2].taken_in_person == 3
    assert dates[2].status is EventStatus.PUBLISHED


@clock.frozen(datetime(2027, 1, 10, tzinfo=UTC))
def test_a_change_may_begin_on_a_night_whose_clocks_skip_its_time(pair: Pair) -> None:
    night = date(2027, 3, 28)
    series = published(pair, starts=datetime.combine(night - WEEK, time(1, 30)))
    save(series, pair, rule=Rule(every=Every.DAY, count=9), from_on=night)
    first, second = queries.coming_dates(series)[1:3]
    assert first.starts_local == datetime.combine(night, time(2, 30))
    assert second.starts_local == datetime.combine(night + timedelta(days=1), time(1, 30))


def test_days_are_left_out_and_added(pair: Pair) -> None:
    series = published(pair)
    second, extra = days(series)[1], days(series)[0] + timedelta(days=2)
    save(series, pair, left_out=frozenset({second}), added=frozenset({extra}))
    assert second not in days(series)
    assert extra in days(series)


def test_one_date_is_skipped_and_is_not_made_again(pair: Pair) -> None:
    series = published(pair)
    event = queries.coming_dates(series)[1]
    take(event)
    with transaction():
        services.propose_cancellation(event, "The boat house is shut.", by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.CANCELLED
    save(series, pair, title="Walk again")
    jobs.fill_series()
    on_that_day = [each for each in queries.coming_dates(series) if each.series_on == event.series_on]
    assert [each.status for each in on_that_day] == [EventStatus.CANCELLED]
    assert event.title == "Walk by the water"


def test_a_series_ends_after_a_date_with_one_word_to_everyone(pair: Pair, told: list[Any]) -> None:
    series = published(pair, hosts=2)
    dates = queries.coming_dates(series)
    take(dates[-1])
    take(dates[-2])
    with transaction():
        dates[-2].is_changed_alone = True
        ending = services.Ending(dates[2].series_on, "Our boat is sold.")
        services.propose_end(series, ending, by=pair.amina, on_behalf_of=pair.one)
    assert dates[-1].status is EventStatus.PUBLISHED
    told.clear()
    pair.sign(series)
    assert series.status is SeriesStatus.PUBLISHED
    assert [event.status for event in dates[-2:]] == [EventStatus.CANCELLED] * 2
    assert {event.status for event in dates[3:-2]} == {EventStatus.WITHDRAWN}
    assert {event.status for event in dates[:3]} == {EventStatus.PUBLISHED}
    assert [len(fact.cancelled) for fact in told if isinstance(fact, SeriesChanged)] == [2]
    with clock.moved(10 * WEEK):
        jobs.fill_series()
        session.refresh(series)
        assert series.status is SeriesStatus.ENDED


def test_two_who_write_at_once_lose_nothing(pair: Pair) -> None:
    series = drafted(pair)
    edit = edit_of(series, pair, title="Mine")
    save(series, pair, title="Theirs")
    with pytest.raises(WrittenMeanwhile), transaction():
        services.save_series(series, edit)
    assert series.title == "Theirs"


def test_a_series_whose_dates_pass_while_hosts_sign_does_not_begin(pair: Pair) -> None:
    soon = clock.now().replace(minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(days=1)
    series = drafted(pair, rule=Rule(every=Every.DAY, count=2), starts=soon)
    with transaction():
        services.propose_series(series, by=pair.amina, on_behalf_of=pair.one)
    with clock.moved(timedelta(days=4)), pytest.raises(Refused, match="dates are over"):
        pair.sign(series)
    session.refresh(series)
    assert series.status is SeriesStatus.PROPOSED
    with clock.moved(timedelta(days=1, hours=6)):
        pair.sign(series)
        assert len(queries.coming_dates(series)) == 1, "the first is over, the other is not"


def test_a_lapsed_proposal_gives_the_draft_back(pair: Pair) -> None:
    series = drafted(pair)
    with transaction():
        proposal = services.propose_series(series, by=pair.amina, on_behalf_of=pair.one)
    with clock.moved(timedelta(days=8)), transaction():
        cohosting.lapse(proposal)
    assert series.status is SeriesStatus.DRAFT


def test_who_joins_the_series_holds_its_dates_and_who_leaves_does_not(pair: Pair) -> None:
    series = published(pair)
    dates = queries.coming_dates(series)
    with transaction():
        pair.join(series)
    assert {len(host_organisations(event.cohosting_id)) for event in dates} == {2}
    with transaction():
        cohosting.leave(dates[0].cohosting, pair.two, by=pair.ben)  # of this date alone
        cohosting.leave(series.cohosting, pair.one, by=pair.amina)
    assert [each.id for each in host_organisations(dates[1].cohosting_id)] == [pair.two.id]
    assert host_organisations(dates[0].cohosting_id) == []


def test_when_the_last_host_is_archived_everyone_hears_once(pair: Pair, told: list[Any]) -> None:
    series = published(pair)
    dates = queries.coming_dates(series)
    take(dates[0])
    take(dates[1])
    told.clear()
    with transaction():
        organisations.archive(pair.one, by=pair.amina)
    assert series.status is SeriesStatus.ENDED
    assert [event.status for event in dates[:2]] == [EventStatus.CANCELLED] * 2
    assert [len(fact.cancelled) for fact in told if isinstance(fact, SeriesChanged)] == [2]
    assert all(fact.in_series for fact in told if isinstance(fact, EventCancelled))
    hosts = cohosting_queries.hosts_of(dates[4].cohosting)
    assert [host.status for host in hosts] == [HostStatus.ENDED]


def test_a_draft_is_deleted_and_what_was_public_is_not(pair: Pair) -> None:
    with transaction():
        services.delete_series(drafted(pair, hosts=1), by=pair.amina, on_behalf_of=pair.one)
    assert queries.series_by_slug("walk-by-the-water") is None
    with pytest.raises(Refused, match="End the series instead"), transaction():
        services.delete_series(published(pair), by=pair.amina, on_behalf_of=pair.one)


def test_a_date_may_move_to_an_earlier_day_of_its_week_and_none_is_made_before_it(pair: Pair) -> None:
    ahead = next_month()
    starts = ahead + timedelta(days=(3 - ahead.weekday()) % 7)  # a Thursday
    series = published(pair, rule=Rule(weekdays=(3,), interval=2), starts=starts)
    dates = list(queries.coming_dates(series))
    take(dates[0])
    save(series, pair, rule=Rule(weekdays=(1,)))
    assert dates[0].starts_local == starts - timedelta(days=2)
    assert dates[0].status is EventStatus.PUBLISHED
    assert days(series)[0] == dates[0].series_on
    assert days(series)[1] == dates[0].series_on + WEEK


def test_what_is_counted_begins_with_the_first_date_that_changes(pair: Pair) -> None:
    ahead = next_month()
    starts = ahead + timedelta(days=(3 - ahead.weekday()) % 7)
    series = published(pair, rule=Rule(weekdays=(3,)), starts=starts)
    third = queries.coming_dates(series)[2].series_on
    save(series, pair, from_on=third, rule=Rule(weekdays=(3, 1), count=5))
    assert days(series)[:2] == [starts.date(), starts.date() + WEEK]
    assert [day.weekday() for day in days(series)[2:]] == [3, 1, 3, 1, 3]


def test_those_who_sign_see_each_date_before_and_after_side_by_side(pair: Pair) -> None:
    series = published(pair, hosts=2, rule=Rule(count=4))
    first, second, third, fourth = days(series)
    save(series, pair, rule=Rule(interval=2, count=3), reason="Once in two weeks is enough.")
    proposal = cohosting_queries.open_proposal(series.cohosting)
    assert proposal is not None
    rows = cohosting_queries.rows_of(cohosting_queries.versions_of(proposal)[-1])
    dates = [(row.before, row.after) for row in rows if row.label == "Date"]
    assert dates == [
        (format_date(second), "Falls away"),
        (format_date(fourth), "Falls away"),
        ("", format_date(third + timedelta(weeks=2))),
    ]
    assert first not in {row.before for row in rows}


def test_a_host_that_is_not_verified_now_leads_no_public_series_elsewhere(pair: Pair) -> None:
    series, first = published(pair), make_initiative(hosts=[pair.one], slug="first")
    pair.one.status = OrganisationStatus.REJECTED
    session.commit()
    with pytest.raises(Refused, match="not verified now"), transaction():
        services.join_initiative_with_series(series, "first", by=pair.amina, on_behalf_of=pair.one)
    assert first not in {event.initiative for event in queries.dates_of(series)}


def test_a_series_whose_host_is_not_verified_any_more_makes_no_new_dates(app: Flask) -> None:
    host = OrganisationFactory()
    series = make_series(host)
    first = len(dates(series))
    for status, is_filled in ((OrganisationStatus.REJECTED, False), (OrganisationStatus.VERIFIED, True)):
        host.status = status
        session.commit()
        with clock.moved(timedelta(weeks=20)):
            jobs.fill_series()
            assert (len(queries.days_made(series)) > first) is is_filled


def test_a_day_that_is_left_out_no_longer_comes_back_though_it_was_the_next(pair: Pair) -> None:
    series = published(pair)
    first, second = days(series)[:2]
    save(series, pair, left_out=frozenset({first}))
    assert days(series)[0] == second
    save(series, pair, left_out=frozenset())
    assert days(series)[:2] == [first, second]
