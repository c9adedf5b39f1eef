"""Invitations that calendars understand: what a real mail server gets, what programs make of it."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.transaction import transaction
from app.events.facts import EventCancelled, EventChanged
from app.events.models import EventStatus
from app.events.rules.recurrence import Rule
from app.events.rules.series import read_series
from app.outbox.jobs import deliver_due
from app.rsvps import services
from app.rsvps.models import Rsvp, RsvpStatus, Wishes
from app.rsvps.services import ReplyChange, ReplyDetails
from tests.calendars.test_clients import khal, listed  # noqa: F401  # a fixture
from tests.events.factories import EventFactory
from tests.events.series import change_series, dates, make_series
from tests.organisations.factories import OrganisationFactory
from tests.outbox.test_delivery import mailbox  # noqa: F401  # a fixture
from tests.rsvps.asking import filled, mails
from tests.rsvps.factories import RsvpFactory

INVITED = Wishes(wants_invitations=True)


@pytest.fixture
def event(app):
    hosts = [OrganisationFactory(name="Harbour; “Men’s” Circle"), OrganisationFactory(name="The Long Table")]
    return EventFactory(hosts=hosts, title="Carrying it together", sequence=3)


def come(event, wishes=INVITED, email="sam@example.org"):
    with transaction():
        rsvp = services.reply(event, ReplyDetails("Sam", email, wishes=wishes))
    with transaction():
        return services.confirm(rsvp)


def parts(mailbox):  # noqa: F811
    """Give the calendars that have come since, each checked as RFC 6047 wants it."""
    deliver_due()
    found = []
    for mail in mailbox.mails:
        kinds = {part.get_content_type(): part for part in mail.walk()}
        if "text/calendar" not in kinds:
            continue
        alternatives = kinds["multipart/alternative"].iter_parts()
        assert [part.get_content_type() for part in alternatives] == [
            "text/plain",
            "text/html",
            "text/calendar",
        ]
        part = kinds["text/calendar"]
        assert part.get_content_charset() == "utf-8"
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert calendar["METHOD"] == part["Content-Type"].params["method"]
        assert not part.is_attachment()
        (vevent,) = calendar.walk("VEVENT")
        assert vevent["ATTENDEE"] == f"mailto:{mail['To']}", "one attendee, and nobody else's address"
        assert vevent["ORGANIZER"] == f"mailto:{mail['From'].addresses[0].addr_spec}"
        found.append((str(calendar["METHOD"]), vevent))
    mailbox.mails.clear()
    return found


def test_an_event_comes_into_a_calendar_moves_and_leaves_it(event, mailbox):  # noqa: F811
    come(event)
    ((method, first),) = parts(mailbox)
    assert (method, str(first["UID"]), first["SEQUENCE"], str(first["STATUS"])) == (
        "REQUEST",
        event.uid,
        3,
        "CONFIRMED",
    )
    assert first["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert first["ATTENDEE"].params["RSVP"] == "FALSE"
    assert "Long Table" in first["ORGANIZER"].params["CN"]
    assert "12 Fern Hill" in first["LOCATION"]
    with transaction():
        before = {"starts_local": event.starts_local.isoformat()}
        event.starts_local += timedelta(hours=1)
        event.starts_at += timedelta(hours=1)
        event.sequence += 1
        announce(EventChanged(event, before, {"starts_local": event.starts_local.isoformat()}))
    ((method, moved),) = parts(mailbox)
    assert (method, moved["SEQUENCE"]) == ("REQUEST", 4)
    assert moved.start - first.start == timedelta(hours=1)
    with transaction():
        event.status, event.cancelled_at = EventStatus.CANCELLED, clock.now()
        event.sequence += 1
        announce(EventCancelled(event, "No heating."))
    ((method, off),) = parts(mailbox)
    assert (method, off["SEQUENCE"], str(off["STATUS"])) == ("CANCEL", 5, "CANCELLED")


def test_the_number_rises_for_whoever_leaves_and_comes_back(event, mailbox):  # noqa: F811
    rsvp = come(event)
    for act in (services.cancel, services.restore, services.cancel):
        with transaction():
            act(rsvp)
    come(event)
    told = [(method, int(vevent["SEQUENCE"])) for method, vevent in parts(mailbox)]
    assert told == [("REQUEST", 3), ("CANCEL", 4), ("REQUEST", 5), ("CANCEL", 6), ("REQUEST", 7)]


def test_someone_removed_is_let_go_by_their_calendar(event, mailbox):  # noqa: F811
    rsvp = come(event)
    with transaction():
        services.remove(rsvp, "Sorry.", by=None, on_behalf_of=None)
    assert [method for method, _vevent in parts(mailbox)] == ["REQUEST", "CANCEL"]


def test_without_asking_there_is_a_file_and_no_invitation(event, mailbox):  # noqa: F811
    come(event, Wishes())
    deliver_due()
    (going,) = [mail for mail in mailbox.mails if "You are going" in mail["Subject"]]
    names = [part.get_filename() for part in going.iter_attachments()]
    assert names == [f"{event.slug}.ics", "door-code.png"]
    mailbox.mails.clear()
    with transaction():
        services.change(
            session.scalars(select(Rsvp)).one(), ReplyChange("Sam", 1, event.ways[0], wishes=INVITED)
        )
    ((method, _vevent),) = parts(mailbox)
    assert method == "REQUEST", "who asks later is invited then"


def test_a_discreet_calendar_and_subject_tell_nobody_what_it_is(event, mailbox):  # noqa: F811
    come(event, Wishes(wants_invitations=True, is_discreet=True))
    deliver_due()
    for mail in mailbox.mails:
        assert mail["Subject"].startswith("About your appointment on ")
        assert "Carrying" not in mail["Subject"]
    ((_method, vevent),) = parts(mailbox)
    assert str(vevent["SUMMARY"]) == "Appointment"
    assert "LOCATION" not in vevent
    assert vevent["ORGANIZER"].params["CN"] == "Twain"


def test_khal_takes_in_what_the_mails_bring(event, mailbox, khal, tmp_path):  # noqa: F811
    def take_in():
        deliver_due()
        mail = mailbox.mails[-1]
        part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
        file = tmp_path / "invitation.ics"
        file.write_bytes(part.get_payload(decode=True))
        khal("import", "--batch", "-a", "twain", str(file))

    rsvp = come(event)
    take_in()
    assert "Carrying it together" in listed(khal, event.starts_local)
    with transaction():
        services.cancel(rsvp)
    take_in()
    assert listed(khal, event.starts_local).count("Carrying it together") == 1, "one event, not two"


def test_the_choice_is_made_with_the_reply_and_kept(client, event):
    client.post(f"/events/{event.slug}/rsvp", data=filled(wants_invitations="y", wants_reminders="y"))
    session.rollback()
    rsvp = session.scalars(select(Rsvp)).one()
    assert rsvp.wishes == Wishes(wants_reminders=True, wants_invitations=True)
    page = client.get(f"{rsvp.address}/change").get_data(as_text=True)
    assert page.count(" checked") == 2 + (len(event.ways) > 1)
    client.post(f"{rsvp.address}/change", data=filled(is_discreet="y"))
    session.rollback()
    assert session.get_one(Rsvp, rsvp.id).wishes == Wishes(is_discreet=True)
    assert "Everything discreet" in client.get(rsvp.address).get_data(as_text=True)
    assert rsvp.status is RsvpStatus.PENDING
    assert len(mails()) == 1


def test_who_waits_has_nothing_in_a_calendar_until_they_move_up(event, mailbox):  # noqa: F811
    with transaction():
        event.capacity_in_person = 1
    going = RsvpFactory(event=event, email="ada@example.org")
    with transaction():
        details = ReplyDetails("Sam", "sam@example.org", wishes=INVITED, waits=True)
        waiting = services.reply(event, details)
    with transaction():
        services.confirm(waiting)
    assert parts(mailbox) == []
    with transaction():
        services.cancel(going)
    assert [(method, int(vevent["SEQUENCE"])) for method, vevent in parts(mailbox)] == [("REQUEST", 3)]
    with transaction():
        services.cancel(waiting)
    with transaction():
        services.wait(waiting)  # and moves up at once
    told = [(method, int(vevent["SEQUENCE"])) for method, vevent in parts(mailbox)]
    assert told == [("CANCEL", 4), ("REQUEST", 5)]


def test_who_waited_and_is_removed_gets_no_invitation_taken_back(event, mailbox):  # noqa: F811
    with transaction():
        event.capacity_in_person = 1
    RsvpFactory(event=event, email="ada@example.org")
    with transaction():
        details = ReplyDetails("Sam", "sam@example.org", wishes=INVITED, waits=True)
        waiting = services.confirm(services.reply(event, details))
    with transaction():
        services.remove(waiting, "A mix-up.", by=None, on_behalf_of=None)
    assert parts(mailbox) == []


def test_a_discreet_file_tells_nothing_but_when(event, mailbox):  # noqa: F811
    come(event, Wishes(is_discreet=True))
    deliver_due()
    (file,) = [
        part for mail in mailbox.mails for part in mail.walk() if part.get_content_type() == "text/calendar"
    ]
    assert file.get_filename() == "appointment.ics"
    assert b"SUMMARY:Appointment" in file.get_payload(decode=True)
    assert b"Carrying" not in file.get_payload(decode=True)


def several(mailbox):  # noqa: F811
    """Give what a mail about several dates brings: for each its method and event, checked as one alone."""
    deliver_due()
    found = []
    for mail in mailbox.mails:
        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        for part in calendars:
            assert part.is_attachment() == (len(calendars) > 1), "several are files"
            assert part.get_content_charset() == "utf-8"
            calendar = Calendar.from_ical(part.get_payload(decode=True))
            assert calendar["METHOD"] == part["Content-Type"].params["method"]
            (vevent,) = calendar.walk("VEVENT")  # RFC 5546, 3.2.2: one UID in each
            assert vevent["ATTENDEE"] == f"mailto:{mail['To']}"
            assert vevent["ORGANIZER"] == f"mailto:{mail['From'].addresses[0].addr_spec}"
            found.append((str(calendar["METHOD"]), int(vevent["SEQUENCE"]), str(vevent["UID"]), vevent.start))
        names = [part.get_filename() for part in calendars if part.is_attachment()]
        assert len(set(names)) == len(names), "each file can be told from the others"
    count = len(mailbox.mails)
    mailbox.mails.clear()
    return count, found


def come_to_all(series, wishes=INVITED):
    with transaction():
        found = services.reply_to_all(dates(series)[0], ReplyDetails("Sam", "sam@example.org", wishes=wishes))
    with transaction():
        services.confirm_all(found.replies[0])
    return found.replies


def test_all_dates_of_a_series_come_move_and_leave_by_one_mail_each(app, mailbox):  # noqa: F811
    series = make_series(rule=Rule(count=4))
    come_to_all(series)
    mails_sent, told = several(mailbox)
    assert mails_sent == 2, "one asks whether the address is theirs, one brings all the dates"
    first = {uid: start for _method, _sequence, uid, start in told}
    assert [(method, sequence) for method, sequence, _uid, _start in told] == [("REQUEST", 0)] * 4
    assert list(first) == [event.uid for event in dates(series)]

    hour, now = timedelta(hours=1), read_series(series.content).details
    change_series(series, starts_local=now.starts_local + hour, ends_local=now.ends_local + hour)
    mails_sent, told = several(mailbox)
    assert mails_sent == 1
    assert [(method, sequence) for method, sequence, _uid, _start in told] == [("REQUEST", 1)] * 4
    assert {uid: start - hour for _method, _sequence, uid, start in told} == first

    change_series(series, rule=Rule(interval=2, count=2), reason="Once in two weeks is enough.")
    mails_sent, told = several(mailbox)
    off = {uid for method, _sequence, uid, _start in told if method == "CANCEL"}
    assert (mails_sent, len(off)) == (1, 2)
    assert {event.uid for event in dates(series) if event.status is EventStatus.CANCELLED} == off
    assert {sequence for _method, sequence, _uid, _start in told} == {2}


def test_who_chose_invitations_for_one_date_only_gets_one_and_a_file_for_the_others(app, mailbox):  # noqa: F811
    series = make_series(rule=Rule(count=3))
    replies = come_to_all(series, Wishes())
    with transaction():
        rsvp = session.get_one(Rsvp, replies[1].id)
        services.change(rsvp, ReplyChange("Sam", 1, rsvp.way, wishes=INVITED))
    deliver_due()
    mailbox.mails.clear()
    change_series(series, place_name="Mill")
    deliver_due()
    (mail,) = mailbox.mails
    kinds = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    methods = [part["Content-Type"].params.get("method") for part in kinds]
    assert methods == ["REQUEST", None]
    file = Calendar.from_ical(kinds[1].get_payload(decode=True))
    assert {str(each["UID"]) for each in file.walk("VEVENT")} == {dates(series)[0].uid, dates(series)[2].uid}


def test_khal_takes_in_every_date_that_one_mail_brings(app, mailbox, khal, tmp_path):  # noqa: F811
    series = make_series(rule=Rule(count=3))
    come_to_all(series)

    def take_in():
        deliver_due()
        parts = [part for part in mailbox.mails[-1].walk() if part.get_content_type() == "text/calendar"]
        for number, part in enumerate(parts):
            file = tmp_path / f"{number}.ics"
            file.write_bytes(part.get_payload(decode=True))
            khal("import", "--batch", "-a", "twain", str(file))
        return len(parts)

    assert take_in() == 3
    for event in dates(series):
        assert listed(khal, event.starts_local).count(event.title) == 1
    change_series(series, title="Slower walk")
    assert take_in() == 3
    for event in dates(series):
        assert listed(khal, event.starts_local).count("Slower walk") == 1
