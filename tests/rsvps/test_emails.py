"""Every message, as its reader sees it, in both languages; and who gets it when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.i18n import in_language
from app.core.transaction import transaction
from app.events.facts import EventCancelled, EventChanged, EventPostponed, EventWithdrawn
from app.events.models import AccessFact, AddressVisibility, EventFormat, EventStatus, Way
from app.outbox.queries import attachments_of
from app.rsvps import emails
from app.rsvps.emails import DateNews, HostMessage
from app.rsvps.models import RsvpStatus
from app.rsvps.rules import full_sentence
from tests.events.factories import AgreementFactory, EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.posting import posted
from tests.rsvps.asking import mails, templates
from tests.rsvps.factories import RsvpFactory
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
BEFORE = {"starts_local": "2026-12-03T18:00:00", "ends_local": "2026-12-03T20:00:00", "place_area": "York"}
LANGUAGES = ("en", "fr")


@pytest.fixture
def event(app):
    with clock.frozen(NOW):
        yield EventFactory(
            hosts=[OrganisationFactory(name="Harbour Men's Circle", slug="harbour")],
            title="Carrying it together",
            slug="carrying-it-together",
            uid="carrying@twain.test",
            format=EventFormat.BOTH,
            starts_local=datetime(2026, 12, 3, 18, 30),  # noqa: DTZ001  # wall time
            ends_local=datetime(2026, 12, 3, 20, 30),  # noqa: DTZ001  # wall time
            directions="Ring the lower bell.",
            first_ten_minutes="1. Ruth stands at the door *with a ladle*.\n2. You get a bowl.",
            online_link="https://meet.example.org/carrying",
            access_facts=[AccessFact.STEP_FREE, AccessFact.HEARING_LOOP],
        )


def _rsvp(event, language, **changes):
    agreement = AgreementFactory(event=event, version=1 + LANGUAGES.index(language))
    return RsvpFactory(
        event=event,
        name="Sam",
        email=f"sam.{language}@example.org",
        language=language,
        token=f"token-{language}",
        party_size=2,
        agreement=agreement,
        **changes,
    )


def _messages(rsvp, event):
    sender = OrganisationFactory.build(name="The Long Table")
    message = HostMessage("Bring a coat", "It is **cold** by the water.\n\n- coat\n- hat", sender)
    rsvp.removed_reason = "We have to keep this evening for people who are new."
    return {
        "confirm": lambda: emails.confirm(rsvp, event),
        "going": lambda: emails.going(rsvp, event, rsvp.agreement),
        "already": lambda: emails.already(rsvp, event),
        "changed": lambda: emails.changed(rsvp, event, BEFORE),
        "going_online": lambda: emails.going(_online(rsvp), event, None),
        "moved_up_online": lambda: next(emails.moved_up([_online(rsvp)], event, None)),
        "way_gone": lambda: emails.changed(_stranded(rsvp, event), event, {"format": "both"}),
        "series_way_gone": lambda: emails.series_changed(
            [DateNews(_stranded(rsvp, event), {"format": "both"})], event.title, ""
        ),
        "cancelled": lambda: emails.cancelled(rsvp, event, "The hall has no heating."),
        "postponed": lambda: emails.postponed(rsvp, event, "The hall has no heating."),
        "reply_cancelled": lambda: emails.reply_cancelled(rsvp, event),
        "removed": lambda: emails.removed(rsvp, event),
        "series_changed": lambda: emails.series_changed(
            [DateNews(rsvp, BEFORE), DateNews(rsvp, None)], event.title, "The hall has no heating."
        ),
        "together_confirm": lambda: emails.together_confirm([rsvp], _missed(rsvp, event)),
        "together_cancelled": lambda: emails.together_cancelled([rsvp]),
        "together_going": lambda: emails.together_going([rsvp], _missed(rsvp, event)),
        "confirm_waiting": lambda: emails.confirm_waiting(rsvp, event),
        "waitlisted": lambda: emails.waitlisted(rsvp, event),
        "moved_up": lambda: next(emails.moved_up([rsvp], event, rsvp.agreement)),
        "offered": lambda: _offered(rsvp, event),
        "offer_ended": lambda: emails.offer_ended(rsvp, event),
        "first_to_answer": lambda: emails.first_to_answer(rsvp, event),
        "host_message": lambda: emails.host_message(rsvp, event, message),
        "series_message": lambda: emails.series_message([_waiting(event, rsvp), rsvp], event.title, message),
    }


ONLINE = ("going_online", "moved_up_online", "way_gone", "series_way_gone")
OF_SERIES = ("series_changed", "together_cancelled", "together_confirm", "together_going")
NAMES = ("confirm", "going", "already", "changed", "cancelled", "postponed", "reply_cancelled", "removed")
WAITING = ("confirm_waiting", "waitlisted", "moved_up", "offered", "offer_ended", "first_to_answer")


def _waiting(event, rsvp):
    sooner = EventFactory(
        hosts=[OrganisationFactory()],
        starts_local=event.starts_local - timedelta(days=7),
        ends_local=event.ends_local - timedelta(days=7),
    )
    return RsvpFactory(event=sooner, token="waits", language=rsvp.language, status=RsvpStatus.WAITLISTED)


def _online(rsvp):
    rsvp.way = Way.ONLINE
    return rsvp


def _stranded(rsvp, event):
    event.format = EventFormat.IN_PERSON
    return _online(rsvp)


def _missed(rsvp, event):
    with in_language(rsvp.language):
        return [(event, full_sentence(0))]


def _offered(rsvp, event):
    rsvp.status, rsvp.held_until = RsvpStatus.OFFERED, NOW + timedelta(hours=30)
    return next(emails.moved_up([rsvp], event, None))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*NAMES, *OF_SERIES, *ONLINE, *WAITING, "host_message", "series_message"])
def test_each_message_reads_as_its_snapshot(event, name, language):
    waits = name in WAITING and name not in {"moved_up", "offered"}
    rsvp = _rsvp(event, language, status=RsvpStatus.WAITLISTED if waits else RsvpStatus.GOING)
    with transaction():
        mail = posted(_messages(rsvp, event)[name]())
    words = mail.text.split("/unsubscribe/")[0]
    assert_snapshot(SNAPSHOTS / f"{name}.{language}.txt", f"Subject: {mail.subject}\n\n{words}")
    assert rsvp.name in mail.html
    assert f'lang="{language}' in mail.html
    session.rollback()


@pytest.mark.parametrize("name", ["cancelled", "removed", "reply_cancelled", "together_cancelled"])
def test_who_will_not_come_reads_which_date_it_was_and_what_to_do_with_their_calendar(event, name):
    """Someone may have replied to several dates of one name, and written one into a calendar by hand."""
    rsvp = _rsvp(event, "en")
    with transaction():
        mail = posted(_messages(rsvp, event)[name]())
    for words in (mail.text, mail.html):
        assert "Thursday 3 December 2026" in words
        assert "please take" in words
    session.rollback()


def test_who_let_an_offer_lapse_is_told_no_more_than_is_known(event):
    """Nobody may be next: then the place is still there for them."""
    rsvp = _rsvp(event, "en", status=RsvpStatus.LAPSED)
    with transaction():
        mail = posted(emails.offer_ended(rsvp, event))
    assert "it went to" not in mail.text
    assert "take a place if there is one" in mail.text


def test_who_only_waited_has_nothing_to_take_out_of_a_calendar(event):
    rsvp = _rsvp(event, "en", removed_reason="It is for new people.")
    with transaction():
        mail = posted(emails.removed(rsvp, event, had_place=False))
    assert "calendar" not in mail.text + mail.html


def test_an_unconfirmed_reply_is_asked_to_confirm_when_its_person_replies_again(event):
    rsvp = _rsvp(event, "en", status=RsvpStatus.PENDING)
    with transaction():
        mail = posted(emails.already(rsvp, event))
    assert_snapshot(SNAPSHOTS / "already_pending.en.txt", f"Subject: {mail.subject}\n\n{mail.text}")


def test_whoever_is_going_gets_a_calendar_file_and_a_code(event):
    rsvp = _rsvp(event, "en")
    with transaction():
        mail = posted(emails.going(rsvp, event, rsvp.agreement))
    calendar, code = attachments_of(mail)
    assert (calendar.filename, calendar.media_type) == ("carrying-it-together.ics", "text/calendar")
    unfolded = calendar.content.replace(b"\r\n ", b"")
    assert b"UID:carrying@twain.test" in unfolded
    assert b"https://meet.example.org/carrying" in unfolded
    assert code.media_type == "image/png"
    assert code.content.startswith(b"\x89PNG")


def test_an_address_for_hosts_only_is_in_no_mail(event):
    with transaction():
        event.address_visibility = AddressVisibility.HOSTS
    rsvp = _rsvp(event, "en")
    with transaction():
        mail = posted(emails.going(rsvp, event, None))
        changed = posted(emails.changed(rsvp, event, {"place_address": "Elsewhere 1"}))
    for message in (mail, changed):
        assert "12 Fern Hill" not in message.text + message.html
        assert "Elsewhere 1" not in message.text + message.html
    assert "tell you the exact address themselves" in mail.text


def _announce(fact):
    with transaction():
        announce(fact)


@pytest.fixture
def replies(event):
    return [
        RsvpFactory(event=event, email="ada@example.org"),
        RsvpFactory(event=event, email="ben@example.org", status=RsvpStatus.PENDING),
        RsvpFactory(event=event, email="cleo@example.org", status=RsvpStatus.CANCELLED),
        RsvpFactory(email="dan@example.org"),
    ]


@pytest.mark.parametrize(
    ("fact", "template"),
    [
        (lambda event: EventChanged(event, BEFORE, dict.fromkeys(BEFORE, "x")), "changed"),
        (lambda event: EventCancelled(event, "No heating."), "cancelled"),
        (lambda event: EventPostponed(event, "No heating."), "postponed"),
        (EventWithdrawn, "cancelled"),
    ],
)
def test_only_those_who_are_going_hear_of_it(event, replies, fact, template):
    _announce(fact(event))
    assert [(mail.recipient, mail.template) for mail in mails()] == [("ada@example.org", f"rsvps/{template}")]


def test_a_mended_description_writes_to_nobody(event, replies):
    _announce(EventChanged(event, {"description": "Teh walk"}, {"description": "The walk"}))
    assert not mails()


def test_a_change_to_an_event_that_is_over_writes_to_nobody(event, replies):
    with clock.frozen(event.ends_at + timedelta(days=1)):
        _announce(EventChanged(event, BEFORE, dict.fromkeys(BEFORE, "x")))
    assert not mails()


def test_a_new_date_after_a_postponement_is_told_without_an_old_one(event):
    rsvp = _rsvp(event, "en")
    with transaction():
        posted(emails.changed(rsvp, event, {"starts_local": None, "ends_local": None}))
    assert "Before: Not known yet" in mails()[0].text
    assert templates() == ["changed"]


def test_a_cancelled_event_leaves_the_calendar(event):
    with transaction():
        event.status = EventStatus.CANCELLED
        mail = posted(emails.cancelled(_rsvp(event, "en"), event, ""))
    assert b"STATUS:CANCELLED" in attachments_of(mail)[0].content
