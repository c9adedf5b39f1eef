"""The hosts' screens of series."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.i18n import format_date
from app.core.transaction import transaction
from app.events import queries
from app.events import services as events
from app.events.forms import SeriesForm
from app.events.forms.series import typed_series
from app.events.models import Series, SeriesStatus
from app.events.rules.content import details_from
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


def first_day() -> date:
    return clock.now().date() + timedelta(days=28)


def typed(series: Series, **changes: Any) -> dict[str, Any]:
    """Give what a browser would send when nothing but these fields is changed."""
    form = SeriesForm(data=typed_series(queries.working_series_content(series), series.version))
    sent: dict[str, Any] = {}
    for field in form:
        if field.name in {"questions", "upload", "no_picture", "on_behalf_of", "weekdays"}:
            continue
        value = field._value() if hasattr(field, "_value") else field.data
        sent[field.name] = "" if value is None else value
    sent["weekdays"] = form.weekdays.data
    return sent | changes


def begun(client: FlaskClient, own: Organisation) -> Series:
    answer = client.post("/desk/series/new", data={"title": "Slow walk", "organisation": own.id})
    assert answer.location == "/desk/series/slow-walk/edit"
    series = queries.series_by_slug("slow-walk")
    assert series is not None
    return series


def test_a_series_is_begun_with_its_name_alone(client: FlaskClient, amina: User, own: Organisation) -> None:
    page = client.get("/desk/series/new")
    assert page.status_code == 200
    assert own.name in page.text
    refused = client.post("/desk/series/new", data={"title": "", "organisation": own.id})
    assert refused.status_code == 422
    assert 'class="error"' in refused.text
    assert begun(client, own).status is SeriesStatus.DRAFT


def whole(series: Series, **changes: Any) -> dict[str, Any]:
    words = {
        "summary": "A slow walk.",
        "place_name": "Boat house",
        "starts_date": first_day().isoformat(),
        "starts_time": "18:30",
        "ends_time": "20:30",
    }
    return typed(series, **words | changes)


def public(client: FlaskClient, own: Organisation, **changes: Any) -> Series:
    series = begun(client, own)
    client.post("/desk/series/slow-walk/edit", data=whole(series, **changes))
    client.post("/desk/series/slow-walk/publish", data={"on_behalf_of": own.id})
    session.refresh(series)
    assert series.status is SeriesStatus.PUBLISHED
    return series


def test_from_a_title_to_dates_that_everyone_can_see(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    series = begun(client, own)
    page = client.get("/desk/series/slow-walk").text
    assert "Say when it begins" in page
    answer = client.post("/desk/series/slow-walk/edit", data=whole(series, interval="2"))
    assert answer.status_code == 303
    page = client.get("/desk/series/slow-walk").text
    assert "Every 2 weeks on" in page
    assert "These would be the first dates" in page
    answer = client.post(
        "/desk/series/slow-walk/publish", data={"on_behalf_of": own.id}, follow_redirects=True
    )
    assert "The series is public now." in answer.text
    assert answer.text.count("Skip</a>") == len(queries.coming_dates(series)) == 11 + 1
    assert "slow-walk" in client.get("/desk/series").text
    for each in queries.coming_dates(series)[:1]:
        assert "One date of the series" in client.get(f"/desk/events/{each.slug}").text
        assert "for this date alone" in client.get(f"/desk/events/{each.slug}/edit").text


def test_what_changes_is_shown_before_it_does(client: FlaskClient, amina: User, own: Organisation) -> None:
    series = public(client, own)
    dates = queries.coming_dates(series)
    sent = typed(series, title="Slower walk", starts_time="19:00", from_on=dates[1].series_on.isoformat())
    page = client.post("/desk/series/slow-walk/edit", data=sent)
    assert page.status_code == 200
    assert "Nothing has changed yet" in page.text
    assert page.text.count("Takes what is new") == len(dates) - 1
    assert 'name="title" value="Slower walk"' in page.text
    session.refresh(series)
    assert series.title == "Slow walk"
    back = client.post("/desk/series/slow-walk/edit", data=sent | {"step": "form"})
    assert 'value="Slower walk"' in back.text
    client.post("/desk/series/slow-walk/edit", data=sent | {"step": "apply"})
    history = client.get("/desk/series/slow-walk/history").text
    assert "Dates became events" in history
    assert "changed: Title, Date and time" in history
    assert [event.title for event in queries.coming_dates(series)[:2]] == ["Slow walk", "Slower walk"]
    assert queries.coming_dates(series)[1].starts_local.hour == 19


def test_later_dates_are_promised_only_where_there_are_some(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    series = public(client, own, ends="count", count="4")
    promise = "Later ones follow by themselves."
    assert promise not in client.get("/desk/series/slow-walk").text
    client.post("/desk/series/slow-walk/edit", data=typed(series, ends="never", count="", step="apply"))
    assert promise in client.get("/desk/series/slow-walk").text


def test_too_few_places_on_dates_are_said_before_they_are_agreed_on(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    series = public(client, own, capacity_in_person="20")
    first, second, third, *_later = queries.coming_dates(series)
    with transaction():
        first.taken_in_person, second.taken_in_person, third.taken_in_person = 9, 12, 19
        third.is_changed_alone = True
    sentence = "In person: on 2 dates, room for 8 would be fewer than have a place already, by up to 4."
    sent = typed(series, capacity_in_person="8")
    assert sentence in client.post("/desk/series/slow-walk/edit", data=sent).text
    with transaction():
        host = cohosting.offer(
            series.cohosting, organisation=OrganisationFactory(), by=amina, on_behalf_of=own
        )
        cohosting.accept(host, by=UserFactory())
    agreed = sent | {"version": series.version, "step": "apply", "on_behalf_of": own.id}
    answer = client.post("/desk/series/slow-walk/edit", data=agreed)
    assert sentence in client.get(answer.location).text
    proposal = open_proposal(series.cohosting)
    assert proposal is not None
    assert sentence in client.get(f"/desk/proposals/{proposal.id}").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends": "count", "count": "521"}, "more than 520 dates"),
        ({"ends": "count", "count": "9" * 40}, "more than 520 dates"),
        ({"ends": "count", "count": "0"}, "Write 1 or more."),
        ({"ends": "count", "count": ""}, "Say how many times"),
        ({"ends": "until", "until": "2020-01-01"}, "after its end"),
        ({"ends": "until", "until": "2199-12-31", "every": "DAILY"}, "more than 520 dates"),
        ({"interval": "0"}, "from 1 to 52"),
        ({"interval": "many"}, "Write a whole number"),
        ({"left_out": "next summer"}, "“next summer” is not a day"),
        ({"left_out": "2027-05-04, 24 December 2026"}, "“24 December 2026” is not a day"),
        ({"left_out": "2020-01-01\n2999-01-01"}, "is not one of its dates"),
        ({"weekdays": ["9"]}, "Choose days of the week"),
        ({"every": "SECONDLY"}, "Choose from what is offered"),
        ({"every": "MONTHLY", "month_by": "weekday", "nth": "7"}, "Choose from what is offered"),
    ],
)
def test_impossible_rules_get_one_sentence_and_lose_nothing(
    client: FlaskClient, amina: User, own: Organisation, wrong: dict[str, Any], sentence: str
) -> None:
    series = begun(client, own)
    answer = client.post("/desk/series/slow-walk/edit", data=whole(series, title="Kept words", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Kept words"' in answer.text
    session.refresh(series)
    assert series.title == "Slow walk"


def test_monthly_rules_in_words(client: FlaskClient, amina: User, own: Organisation) -> None:
    series = begun(client, own)
    sent = whole(series, every="MONTHLY", month_by="weekday", nth="-1", nth_day="3")
    client.post("/desk/series/slow-walk/edit", data=sent)
    session.refresh(series)
    assert series.content["rule"] == "FREQ=MONTHLY;BYDAY=-1TH"
    assert "Every month on the last Thursday" in client.get("/desk/series/slow-walk").text
    again = client.get("/desk/series/slow-walk/edit").text
    assert 'value="weekday" checked' in again or 'checked id="month_by-1"' in again


def test_two_who_write_at_once_see_what_differs(client: FlaskClient, amina: User, own: Organisation) -> None:
    series = begun(client, own)
    mine = whole(series, title="Mine")
    client.post("/desk/series/slow-walk/edit", data=whole(series, title="Theirs"))
    answer = client.post("/desk/series/slow-walk/edit", data=mine)
    assert answer.status_code == 409
    assert "Someone changed this while you were writing" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text


def test_a_series_ends_from_its_screen(client: FlaskClient, amina: User, own: Organisation) -> None:
    series = public(client, own)
    dates = queries.coming_dates(series)
    assert client.get("/desk/series/slow-walk/end").status_code == 200
    assert client.post("/desk/series/slow-walk/end", data={"on_behalf_of": own.id}).status_code == 422
    sent = {"on_behalf_of": own.id, "last_on": dates[0].series_on.isoformat(), "reason": "Winter."}
    assert client.post("/desk/series/slow-walk/end", data=sent).status_code == 303
    assert len(queries.coming_dates(series)) == 1


def test_strangers_find_nothing_and_those_who_were_asked_can_look(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    series = begun(client, own)
    other, ben = OrganisationFactory(), UserFactory(name="Ben")
    MembershipFactory(organisation=other, user=ben)
    sign_in(client, ben)
    ends = ("", "/edit", "/end", "/history")
    assert [client.get(f"/desk/series/slow-walk{end}").status_code for end in ends] == [404] * 4
    with transaction():
        cohosting.offer(series.cohosting, organisation=other, by=amina, on_behalf_of=own)
    assert [client.get(f"/desk/series/slow-walk{end}").status_code for end in ends] == [200, 403, 403, 404]


def test_a_draft_is_deleted_on_a_page_that_says_what_is_lost(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    begun(client, own)
    desk = client.get("/desk/series/slow-walk").text
    assert 'href="/desk/series/slow-walk/delete"' in desk
    assert 'action="/desk/series/slow-walk/delete"' not in desk, "one press beside “Publish” deletes nothing"
    page = client.get("/desk/series/slow-walk/delete").text
    assert "All that the hosts wrote here will be gone. It cannot be brought back." in page
    assert 'href="/desk/series/slow-walk"' in page
    assert client.post("/desk/series/slow-walk/delete").location == "/desk/events"
    assert client.get("/desk/series/slow-walk").status_code == 404
    assert "Nothing repeats yet" in client.get("/desk/series").text


def test_hosts_read_which_date_they_decide_on(client: FlaskClient, amina: User, own: Organisation) -> None:
    series = public(client, own)
    first = queries.coming_dates(series)[0]
    assert first.starts_local is not None
    named = f"“Slow walk, {format_date(first.starts_local.date())}”"
    assert named == f"“{first.called}”"
    page = client.get(f"/desk/events/{first.slug}/cancel").text
    assert f"Cancel {named}" in page
    assert "The other dates of the series stay." in page
    assert named in client.get(f"/desk/cohostings/{first.cohosting_id}").text
    for part in ("postpone", "withdraw", "edit", "rsvps"):
        assert named in client.get(f"/desk/events/{first.slug}/{part}").text
    settled = details_from(queries.settled_content(first))
    moved = replace(settled, starts_local=later(settled.starts_local), ends_local=later(settled.ends_local))
    with transaction():
        events.save_event(first, Edit(moved, first.version, amina, own))
    assert f"“{first.called}”" != named
    named = f"“{first.called}”"
    assert named in client.get(f"/desk/cohostings/{first.cohosting_id}").text


def later(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment + timedelta(days=1)
