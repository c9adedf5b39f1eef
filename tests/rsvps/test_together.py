"""Reply to all dates of a series in one go, and hear of all of them in one mail."""

from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.cohosting.queries import accepted_hosts
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events import services as events
from app.events.models import Event, EventStatus, Way
from app.events.queries import locked_event
from app.events.rules.recurrence import Rule
from app.events.rules.series import read_series
from app.outbox.models import Message
from app.outbox.queries import attachments_of
from app.rsvps import services
from app.rsvps.jobs import release_expired
from app.rsvps.models import Ending, PromotionMode, Rsvp, RsvpStatus, Wishes
from app.rsvps.queries import waiting_line
from app.rsvps.services import Holding, ReplyDetails
from tests.accounts.factories import UserFactory
from tests.events.series import change_series, dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.racing import at_once, meet
from tests.rsvps.factories import RsvpFactory
from tests.rsvps.test_waiting import choose
from tests.signing_in import sign_in


def messages(template: str) -> list[Message]:
    query = select(Message).where(Message.template == f"rsvps/{template}").order_by(Message.id)
    return list(session.scalars(query))


def replies(**conditions: Any) -> list[Rsvp]:
    return list(session.scalars(select(Rsvp).filter_by(**conditions).order_by(Rsvp.event_id)))


def details(**changes: Any) -> ReplyDetails:
    return ReplyDetails(**{"name": "Sam", "email": "sam@example.org", "language": "en"} | changes)


def test_one_press_confirms_every_date(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=4), capacity_in_person=5)
    first = dates(series)[0]
    assert "all coming dates" in client.get(f"/events/{first.slug}").text
    assert "checked" in client.get(f"/events/{first.slug}/rsvp?all=1").text
    sent = {"name": "Sam", "email": "sam@example.org", "party_size": "2", "all_dates": "y"}
    answer = client.post(f"/events/{first.slug}/rsvp", data=sent, follow_redirects=True)
    assert "your places on all dates that had room" in answer.text
    assert [rsvp.status for rsvp in replies()] == [RsvpStatus.PENDING] * 4
    (mail,) = messages("together_confirm")
    token = replies()[0].token
    assert f"/rsvps/{token}" in mail.text
    page = client.get(f"/rsvps/{token}").text
    assert "Your press confirms these, too." in page
    page = client.post(f"/rsvps/{token}/confirm", follow_redirects=True).text
    assert "Your place is yours" in page
    assert page.count('<p class="small soft">Going</p>') == 3
    assert page.count('<a class="target" href="/rsvps/') == 3, "each is easy to press"
    assert [rsvp.status for rsvp in replies()] == [RsvpStatus.GOING] * 4
    assert [event.taken_in_person for event in dates(series)] == [2] * 4
    (mail,) = messages("together_going")
    assert all(rsvp.token in mail.text for rsvp in replies())
    (file,) = attachments_of(mail)
    assert file.content.count(b"BEGIN:VEVENT") == 4


def test_what_does_not_fit_is_named_and_the_rest_is_taken(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3), capacity_in_person=2)
    first, second, third = dates(series)
    with transaction():
        services.confirm(services.reply(second, details(email="kim@example.org")))
    sent = {"name": "Sam", "email": "sam@example.org", "party_size": "2", "all_dates": "y"}
    page = client.post(f"/events/{first.slug}/rsvp", data=sent, follow_redirects=True).text
    assert "These dates are not among them" in page
    assert f'href="/events/{second.slug}"' in page
    assert [rsvp.event_id for rsvp in replies(email="sam@example.org")] == [first.id, third.id]
    assert "Only one place is left." in messages("together_confirm")[0].text
    with transaction():
        services.cancel(replies(email="kim@example.org")[0])
    client.post(f"/events/{first.slug}/rsvp", data=sent)
    assert "These dates are not among them" not in messages("together_confirm")[1].text
    assert len(replies(email="sam@example.org")) == 3
    assert len({rsvp.together for rsvp in replies(email="sam@example.org")}) == 1


def test_when_nothing_fits_one_sentence_says_so_whoever_asks(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    with transaction():
        services.reply_to_all(dates(series)[0], details())
    sent = {"party_size": "1", "all_dates": "y", "name": "Kim"}
    pages = []
    for address in ("sam@example.org", "kim@example.org"):
        answer = client.post(f"/events/{dates(series)[0].slug}/rsvp", data=sent | {"email": address})
        assert answer.status_code == 422
        assert "No date could be taken. Every place is taken." in answer.text
        pages.append(answer.text.replace(address, ""))
    assert len(replies()) == 2


def test_a_full_date_does_not_keep_anyone_from_the_others(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    first, second = dates(series)
    with transaction():
        services.confirm(services.reply(first, details(email="kim@example.org")))
    assert "Keep me a place" not in client.get(f"/events/{first.slug}/rsvp").text
    page = client.get(f"/events/{first.slug}/rsvp?all=1").text
    assert "Keep me a place" in page
    assert 'name="waits"' in page
    sent = {"name": "Sam", "email": "sam@example.org", "party_size": "1", "all_dates": "y"}
    assert client.post(f"/events/{first.slug}/rsvp", data=sent).status_code == 303
    assert [rsvp.event_id for rsvp in replies(email="sam@example.org")] == [second.id]


def test_who_would_wait_is_put_on_the_list_of_full_dates_and_moves_up_there(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    first = dates(series)[0]
    with transaction():
        kim = services.confirm(services.reply(first, details(email="kim@example.org")))
    sent = {"name": "Sam", "email": "sam@example.org", "party_size": "1", "all_dates": "y", "waits": "y"}
    assert client.post(f"/events/{first.slug}/rsvp", data=sent).status_code == 303
    waiting, held = replies(email="sam@example.org")
    assert (waiting.status, held.status) == (RsvpStatus.WAITLISTED, RsvpStatus.PENDING)
    assert "On these dates you are on the waiting list:" in messages("together_confirm")[0].text
    with transaction():
        services.confirm_all(waiting)
    assert (waiting.confirmed_at is None, held.status) == (False, RsvpStatus.GOING)
    assert messages("waitlisted") == []
    (mail,) = messages("together_going")
    assert mail.text.index("On these dates you are on the waiting list:") < mail.text.index(waiting.token)
    assert attachments_of(mail)[0].content.count(b"BEGIN:VEVENT") == 1
    now = read_series(series.content).details
    hour = timedelta(hours=1)
    change_series(series, starts_local=now.starts_local + hour, ends_local=now.ends_local + hour)
    sam = next(each for each in messages("series_changed") if each.recipient == "sam@example.org")
    assert "You are still on the waiting list." in sam.text
    assert attachments_of(sam)[0].content.count(b"BEGIN:VEVENT") == 1
    with transaction():
        services.cancel(kim)
    assert waiting.status is RsvpStatus.GOING
    assert len(messages("moved_up")) == 1


@pytest.mark.parametrize("ways", [{"mode": PromotionMode.OFFERS}, {"ending": Ending.FIRST_TO_ANSWER}])
def test_who_waits_on_one_date_of_several_can_take_the_place_that_came_free(
    client: FlaskClient, ways: dict[str, Any]
) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    first, _second = dates(series)
    choose(first, **ways)
    with transaction():
        kim = services.reply_to_all(first, details(email="kim@example.org"))
        services.confirm_all(kim.replies[0])
        services.confirm_all(services.reply_to_all(first, details(waits=True)).replies[0])
    is_offered = "mode" in ways
    with clock.moved(timedelta(0) if is_offered else first.starts_at - clock.now() - timedelta(hours=1)):
        with transaction():
            services.cancel(kim.replies[0])
        taken, waiting = replies(email="sam@example.org")
        assert taken.status is (RsvpStatus.OFFERED if is_offered else RsvpStatus.WAITLISTED)
        client.post(f"/rsvps/{taken.token}/confirm")
    assert (taken.status, waiting.status) == (RsvpStatus.GOING, RsvpStatus.WAITLISTED)
    assert len(messages("going")) == 1


def test_someone_who_only_waits_is_told_just_that(app: Flask) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    with transaction():
        services.confirm_all(
            services.reply_to_all(dates(series)[0], details(email="kim@example.org")).replies[0]
        )
        found = services.reply_to_all(dates(series)[0], details(waits=True))
        services.confirm_all(found.replies[0])
    confirm, told = messages("together_confirm")[-1], messages("together_going")[-1]
    assert confirm.subject.startswith("Please confirm that you would like to wait")
    assert told.subject.startswith("You are on the waiting list")
    assert attachments_of(told) == []


def test_the_digest_puts_right_what_invitations_brought_and_keeps_it_discreet(app: Flask) -> None:
    series = make_series(rule=Rule(count=2))
    wishes = Wishes(wants_invitations=True, is_discreet=True)
    with transaction():
        first = services.confirm_all(
            services.reply_to_all(dates(series)[0], details(wishes=wishes)).replies[0]
        )
        services.cancel(first)
        services.restore(first)
    now = read_series(series.content).details
    hour = timedelta(hours=1)
    change_series(series, starts_local=now.starts_local + hour, ends_local=now.ends_local + hour)
    (mail,) = messages("series_changed")
    files = attachments_of(mail)
    assert "an invitation for each date" in mail.text
    days = [f"appointment-{event.starts_local:%Y-%m-%d}.ics" for event in dates(series)]
    assert [file.filename for file in files] == days
    assert b"SEQUENCE:3" in files[0].content  # above the two that left and came back with
    assert b"SEQUENCE:1" in files[1].content
    for file in files:
        assert b"METHOD:REQUEST" in file.content
        assert now.title.encode() not in file.content
    assert now.title not in mail.subject


def test_someone_signed_in_goes_at_once(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3))
    user = UserFactory(name="Sam", email="sam@example.org")
    sign_in(client, user)
    sent = {"name": "Sam", "email": "sam@example.org", "party_size": "1", "all_dates": "y"}
    page = client.post(f"/events/{dates(series)[0].slug}/rsvp", data=sent, follow_redirects=True).text
    assert "Your places are yours" in page
    assert [rsvp.status for rsvp in replies()] == [RsvpStatus.GOING] * 3
    assert len(messages("together_going")) == 1


def test_one_press_takes_every_date_back(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=4), capacity_in_person=2)
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details(party_size=2)).replies[0])
    first, *_others = replies()
    other = services.reply(dates(series)[0], details(email="kim@example.org", waits=True))
    session.commit()
    with transaction():
        services.confirm(other)
    with transaction():
        services.cancel(replies(email="sam@example.org")[3])
    page = client.get(f"/rsvps/{first.token}").text
    assert "This gives back your places on 3 dates at once." in page
    page = client.post(f"/rsvps/{first.token}/cancel-all", follow_redirects=True).text
    assert "Your reply has ended" in page
    assert "on any of these dates" not in page
    assert page.count("You are not coming") == 3, "“Cancelled” could be the date itself"
    assert {rsvp.status for rsvp in replies(email="sam@example.org")} == {RsvpStatus.CANCELLED}
    assert replies(email="kim@example.org")[0].status is RsvpStatus.GOING, "who waited moves up"
    assert [event.taken_in_person for event in dates(series)] == [1, 0, 0, 0]
    (mail,) = messages("together_cancelled")
    assert [rsvp.token in mail.text for rsvp in replies(email="sam@example.org")] == [True] * 3 + [False]
    client.post(f"/rsvps/{first.token}/cancel-all")
    assert len(messages("together_cancelled")) == 1, "twice is once"


def test_what_is_over_or_called_off_is_not_taken_back(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3))
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details()).replies[0])
    first, second, third = replies()
    with transaction():
        second.event.status = EventStatus.CANCELLED
    with clock.frozen(first.event.ends_at + timedelta(hours=1)):
        assert "on any of these dates" not in client.get(f"/rsvps/{third.token}").text, "only one is left"
        client.post(f"/rsvps/{first.token}/cancel-all")
    assert [rsvp.status for rsvp in replies()] == [RsvpStatus.GOING, RsvpStatus.GOING, RsvpStatus.CANCELLED]


def test_the_end_of_each_invitation_comes_with_the_mail(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2))
    wishes = Wishes(wants_invitations=True)
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details(wishes=wishes)).replies[0])
    client.post(f"/rsvps/{replies()[0].token}/cancel-all")
    (mail,) = messages("together_cancelled")
    assert [b"METHOD:CANCEL" in part.content for part in attachments_of(mail)] == [True, True]


def test_a_date_that_asks_something_else_is_left_for_its_own_reply(app: Flask) -> None:
    series = make_series(rule=Rule(count=3))
    first, second, _third = dates(series)
    with transaction():
        second.questions = [{"id": "q1", "prompt": "Boots?", "is_required": True}]
    with transaction():
        found = services.reply_to_all(first, details())
    assert [event.id for event, _why in found.missed] == [second.id]
    assert "asks other questions" in found.missed[0][1]


def test_asking_again_makes_nothing_twice_and_floods_nobody(app: Flask) -> None:
    series = make_series(rule=Rule(count=3))
    for _each in range(3):
        with transaction():
            services.reply_to_all(dates(series)[0], details())
    assert len(replies()) == 3
    assert len(messages("together_confirm")) == 1


def test_a_date_that_filled_meanwhile_is_named_when_confirming(app: Flask) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    with transaction():
        found = services.reply_to_all(dates(series)[0], details())
    second = found.replies[1]
    with clock.frozen(second.held_until + timedelta(minutes=1)), transaction():
        services.let_lapse(second.id)
    with transaction():
        services.confirm(services.reply(second.event, details(email="kim@example.org")))
    with transaction():
        services.confirm_all(found.replies[0])
    assert [rsvp.status for rsvp in replies(email="sam@example.org")] == [RsvpStatus.GOING, RsvpStatus.LAPSED]
    assert "Every place is taken." in messages("together_going")[0].text


def test_who_did_not_confirm_in_time_and_replies_again_is_asked_anew(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=1)
    first, second = dates(series)
    with transaction():
        services.reply_to_all(first, details())
    with clock.moved(timedelta(hours=3)):
        release_expired()
        with transaction():
            services.confirm(services.reply(second, details(email="kim@example.org")))
            services.reply_to_all(first, details())
        assert messages("together_going") == [], "nobody has a place yet"
        mail = messages("together_confirm")[-1]
        kept, _rest = mail.text.split("These dates are not among them:")
        assert [f"{each.starts_local:%-d %B}" in kept for each in (first, second)] == [True, False]
        lapsed = replies(email="sam@example.org")
        client.post(f"/rsvps/{lapsed[0].token}/confirm")
        assert [each.status for each in lapsed] == [RsvpStatus.GOING, RsvpStatus.LAPSED]


def test_who_signs_in_and_replies_to_all_confirms_what_they_asked_for_before(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3), capacity_in_person=1)
    first, second, _third = dates(series)
    with transaction():
        for date in (first, second):
            services.reply(date, details())
    with clock.moved(timedelta(hours=3)):
        release_expired()
        with transaction():
            services.confirm(services.reply(second, details(email="kim@example.org")))
        sign_in(client, UserFactory(name="Sam", email="sam@example.org"))
        sent = {"name": "Sam", "email": "sam@example.org", "party_size": "1", "all_dates": "y"}
        address = client.post(f"/events/{first.slug}/rsvp", data=sent).location
    assert f"missed={second.id}" in address
    own = replies(email="sam@example.org")
    assert [each.status for each in own] == [RsvpStatus.GOING, RsvpStatus.LAPSED, RsvpStatus.GOING]
    (mail,) = messages("together_going")
    yours, _missed = mail.text.split("These dates are not among them:")
    assert [each.token in yours for each in own] == [True, False, True]


def test_a_press_confirms_nothing_that_was_asked_for_with_the_address_since(client: FlaskClient) -> None:
    series = make_series(rule=Rule(count=3))
    first = dates(series)[0]
    with transaction():
        own = services.reply(first, details())
    with clock.moved(timedelta(minutes=5)):
        with transaction():
            services.reply_to_all(first, details(name="Somebody else", party_size=1))
        page = client.get(f"/rsvps/{own.token}").text
        assert "Your press confirms these, too." not in page
        client.post(f"/rsvps/{own.token}/confirm")
        assert [each.status for each in replies()] == [RsvpStatus.GOING, *[RsvpStatus.PENDING] * 2]
        assert len(messages("going")) == 1
        (mail,) = messages("together_confirm")
        link = next(each.token for each in replies() if each.token in mail.text)
        assert "Your press confirms these, too." in client.get(f"/rsvps/{link}").text
        client.post(f"/rsvps/{link}/confirm")
        assert {each.status for each in replies()} == {RsvpStatus.GOING}


def test_who_moves_the_list_and_who_replies_again_to_all_dates_do_not_wait_for_each_other(app: Flask) -> None:
    series = make_series(rule=Rule(count=2), capacity_in_person=2)
    number = dates(series)[0].id
    with transaction():
        services.confirm(services.reply(dates(series)[0], details(email="kim@example.org")))
        services.reply(dates(series)[0], details(party_size=2, waits=True))
    gate = Barrier(2)

    def move_the_list() -> None:
        locked_event(number)
        meet(gate)
        meet(Barrier(2))  # the other is on its way meanwhile
        waiting_line(number, locking=True)

    def reply_again() -> object:
        meet(gate)
        return services.reply_to_all(session.get_one(Event, number), details())

    assert at_once(app, move_the_list, reply_again)[0] is None
    waiting, pending = replies(email="sam@example.org")
    assert waiting.together == pending.together


def test_a_series_that_is_over_is_refused(app: Flask) -> None:
    series = make_series(rule=Rule(count=2))
    event = dates(series)[0]
    with transaction():
        for each in dates(series):
            each.starts_at -= timedelta(days=99)
    with pytest.raises(Refused, match="takes no replies now"), transaction():
        services.reply_to_all(event, details())


def test_a_change_of_all_dates_is_one_mail_for_each_person(app: Flask) -> None:
    series = make_series(rule=Rule(count=6))
    with transaction():
        found = services.reply_to_all(dates(series)[0], details())
        services.confirm_all(found.replies[0])
        services.confirm(services.reply(dates(series)[2], details(email="kim@example.org", name="Kim")))
    now = read_series(series.content).details
    hour = timedelta(hours=1)
    change_series(
        series, starts_local=now.starts_local + hour, ends_local=now.ends_local + hour, place_name="Mill"
    )
    mails = messages("series_changed")
    assert sorted(mail.recipient for mail in mails) == ["kim@example.org", "sam@example.org"]
    sam = next(mail for mail in mails if mail.recipient == "sam@example.org")
    assert sam.text.count("Mill") == 1  # what changed everywhere alike is said once
    assert sam.text.count("19:30–21:30") == 6
    (file,) = attachments_of(sam)
    assert file.content.count(b"SEQUENCE:1") == 6
    assert messages("changed") == []


def test_a_word_that_is_no_news_sends_nothing(app: Flask) -> None:
    series = make_series(rule=Rule(count=2))
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details()).replies[0])
    change_series(series, description="Longer now.")
    assert messages("series_changed") == []


def test_dates_that_fall_away_and_those_that_move_stand_in_one_mail(app: Flask) -> None:
    series = make_series(rule=Rule(count=4))
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details()).replies[0])
    change_series(
        series, rule=Rule(interval=2, count=2), reason="Once in two weeks is enough.", title="Slower"
    )
    (mail,) = messages("series_changed")
    assert mail.text.count("This date is cancelled.") == 2
    assert "Once in two weeks is enough." in mail.text
    assert messages("cancelled") == []


def test_a_date_for_which_people_only_wait_is_called_off_and_told_with_the_others(app: Flask) -> None:
    host = OrganisationFactory()
    series = make_series(host, rule=Rule(count=4), capacity_in_person=1)
    for event in dates(series):
        wanted = Holding(Way.IN_PERSON, 1, clock.now() + timedelta(days=1))
        with transaction():
            services.hold_spots(event, wanted, by=UserFactory(), on_behalf_of=host)
    with transaction():
        services.confirm_all(services.reply_to_all(dates(series)[0], details(waits=True)).replies[0])
    assert {rsvp.status for rsvp in replies()} == {RsvpStatus.WAITLISTED}
    change_series(series, rule=Rule(interval=2, count=2), reason="Once in two weeks is enough.")
    (mail,) = messages("series_changed")
    assert "Once in two weeks is enough." in mail.text
    assert messages("cancelled") == []
    off = [event for event in dates(series) if event.status is EventStatus.CANCELLED]
    assert len(off) == 2, "a date that people wait for does not vanish"


def test_one_date_alone_is_told_as_ever(app: Flask) -> None:
    series = make_series(rule=Rule(count=2))
    with transaction():
        services.confirm(services.reply(dates(series)[0], details()))
        event = dates(series)[0]
    with transaction():
        host = accepted_hosts(event.cohosting)[0].organisation
        events.cancel_for_safety(event, "Ice.", by=UserFactory(), on_behalf_of=host)
    assert len(messages("cancelled")) == 1


def test_mail_about_one_date_of_a_series_says_which(client: FlaskClient) -> None:
    """Who comes to all dates gets many mails under one title."""
    first, second, *_rest = dates(make_series())
    for event in (first, second):
        rsvp = RsvpFactory(event=event, email="sam@example.org")
        client.post(f"/rsvps/{rsvp.token}/cancel")
    for mail, event in zip(messages("reply_cancelled"), (first, second), strict=True):
        assert event.called.startswith("Slow walk, ")
        assert mail.subject == f"Your place is given back: {event.called}"
        assert f"your place at “{event.called}”" in mail.text
    waits = RsvpFactory(event=second, email="alex@example.org")
    with transaction():
        events.cancel_for_safety(
            second,
            "A threat.",
            by=UserFactory(),
            on_behalf_of=accepted_hosts(second.cohosting)[0].organisation,
        )
    (mail,) = messages("cancelled")
    assert (mail.recipient, mail.subject) == (waits.email, f"Cancelled: {second.called}")
