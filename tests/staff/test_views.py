from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User, UserSession
from app.audit.models import Action, AuditEntry
from app.audit.services import record
from app.config import ROOT
from app.core import clock
from app.core.access import ATTRIBUTE, Access
from app.core.database import session
from app.core.i18n import format_date
from app.core.transaction import transaction
from app.organisations.models import MemberRole, OrganisationStatus
from app.outbox.models import DeliveryAttempt, Message, MessageStatus
from app.outbox.services import wipe_old_bodies
from app.petitions.models import ModerationVerdict, PetitionStatus, SignatureStatus
from app.petitions.services import review
from app.staff.queries import overview
from app.staff.rules import mail_about
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_entry
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition, make_signature
from tests.signing_in import sign_in


@pytest.fixture
def clerk(app: Flask) -> User:
    user: User = UserFactory(name="Clerk", is_staff=True)
    return user


@pytest.fixture
def as_staff(client: FlaskClient, clerk: User) -> FlaskClient:
    sign_in(client, clerk)
    return client


def text(response):
    return response.get_data(as_text=True)


def waiting(name: str = "Haven", days: int = 0, **values):
    asked = clock.now() - timedelta(days=days)
    return OrganisationFactory(
        name=name,
        status=OrganisationStatus.WAITING,
        verification_request="We meet in the old mill.",
        verification_requested_at=asked,
        **values,
    )


def failed_message(recipient: str = "gone@example.org") -> Message:
    message = Message(
        template="rsvps/confirmed",
        recipient=recipient,
        subject="s",
        text="t",
        html="h",
        language="en",
        status=MessageStatus.FAILED,
        created_at=clock.now(),
        due_at=clock.now(),
        attempts=8,
    )
    session.add(message)
    session.flush()
    session.add(
        DeliveryAttempt(message_id=message.id, number=8, started_at=clock.now(), outcome="550 no such box")
    )
    session.commit()
    return message


# Who comes in

SCREENS = ["/staff", "/staff/organisations", "/staff/people", "/staff/mail", "/staff/trail"]


def test_every_view_of_this_room_is_for_staff_only(app: Flask):
    views = {name: view for name, view in app.view_functions.items() if name.startswith("staff.")}
    assert len(views) >= 12
    assert {getattr(view, ATTRIBUTE) for view in views.values()} == {Access.STAFF}


@pytest.mark.parametrize("path", SCREENS)
def test_to_others_the_staff_desk_does_not_exist(client, app, path):
    assert "/login" in client.get(path).location
    sign_in(client, MembershipFactory().user)
    assert client.get(path).status_code == 404


def test_others_cannot_post_to_it(client, app):
    house, person, message = waiting(), UserFactory(), failed_message()
    sign_in(client, UserFactory())
    for path in (
        f"/staff/organisations/{house.slug}/verify",
        f"/staff/organisations/{house.slug}/reject",
        f"/staff/people/{person.id}/suspend",
        f"/staff/people/{person.id}/unsuspend",
        f"/staff/mail/{message.id}/retry",
    ):
        assert client.post(path, data={"note": "x", "reason": "x"}).status_code == 404
    assert house.status is OrganisationStatus.WAITING
    assert person.active
    assert message.status is MessageStatus.FAILED


# Overview


def test_the_overview_counts_what_matters(as_staff, app):
    waiting(days=3)
    OrganisationFactory()
    UserFactory(active=False, suspended_reason="Spam")
    failed_message()
    counts = overview()
    assert (counts.organisations_waiting, counts.organisations_verified) == (1, 1)
    assert (counts.mail_failed, counts.people_suspended, counts.worker_is_silent) == (1, 1, True)
    page = text(as_staff.get("/staff"))
    assert "1 organisation waits to be verified" in page
    assert "Messages not delivered: 1" in page
    assert "The worker is silent" in page


def test_the_overview_counts_petitions_second_looks_and_second_readers(as_staff, clerk):
    assert "0 petitions wait to be read" in text(as_staff.get("/staff"))
    day = clock.now() - timedelta(days=2)
    first = make_petition(PetitionStatus.IN_MODERATION, title="Older", submitted_at=day)
    make_petition(PetitionStatus.IN_MODERATION)
    make_signature(make_petition(), SignatureStatus.QUARANTINED)
    make_entry(make_ask(hosts=[OrganisationFactory()]), UserFactory(), OrganisationFactory())
    with transaction():
        review(first, ModerationVerdict.SECOND_LOOK, by=clerk)
    page = text(as_staff.get("/staff"))
    assert "2 petitions wait to be read" in page
    assert f"The first has waited since {format_date(day.date())}." in page
    assert "1 of them waits for a second look." in page
    assert "1 signature was set aside to be looked at." in page
    assert "1 entry of an ask waits for a second reader" in page
    assert text(as_staff.get("/staff/petitions")).count("Somebody else should look, too") == 1
    with transaction():
        review(first, ModerationVerdict.REFUSED, by=UserFactory(is_staff=True), reason="harmful")
    assert overview().second_looks == 0


# Organisations


def test_the_queue_shows_who_has_waited_longest_first(as_staff):
    waiting("Young", days=0)
    waiting("Old", days=12)
    page = text(as_staff.get("/staff/organisations"))
    assert "Waiting for 12 days" in page
    assert page.index("Look at Old") < page.index("Look at Young")


def test_staff_read_the_request_and_verify(as_staff):
    house = waiting()
    owner = MembershipFactory(organisation=house, role=MemberRole.OWNER).user
    page = text(as_staff.get(f"/staff/organisations/{house.slug}"))
    assert "We meet in the old mill." in page
    assert f"Owner · {owner.email}" in page, "the address tells staff more than a name"
    for _click in range(2):
        answer = as_staff.post(f"/staff/organisations/{house.slug}/verify", data={"note": "Hello"})
        assert answer.status_code == 303
    assert house.status is OrganisationStatus.VERIFIED
    page = text(as_staff.get(answer.location))
    assert "Organisation verified · Clerk" in page
    assert "Take our word back" in page


def test_saying_no_needs_words_for_the_owners(as_staff):
    house = waiting()
    address = f"/staff/organisations/{house.slug}/reject"
    answer = as_staff.post(address, data={"note": " "})
    assert answer.status_code == 422
    assert "the owners read it" in text(answer)
    assert as_staff.post(address, data={"note": "Send us a link."}).status_code == 303
    assert (house.status, house.status_note) == (OrganisationStatus.REJECTED, "Send us a link.")


def test_a_decision_that_comes_too_late_is_explained(as_staff):
    house = OrganisationFactory(status=OrganisationStatus.ARCHIVED)
    for path, data in (("verify", {}), ("reject", {"note": "no"})):
        answer = as_staff.post(f"/staff/organisations/{house.slug}/{path}", data=data, follow_redirects=True)
        assert "not possible" in text(answer)


@pytest.mark.parametrize(
    "query", ["?status=verified", "?status=nonsense", "?q=hav", "?before=x", "?before=²"]
)
def test_any_organisation_can_be_found(as_staff, query):
    OrganisationFactory(name="Haven")
    assert ">Haven</a>" in text(as_staff.get(f"/staff/organisations{query}"))


def test_a_list_that_is_long_goes_on(as_staff):
    for number in range(26):
        OrganisationFactory(name=f"House {number:02d}")
    page = text(as_staff.get("/staff/organisations?q=House&status="))
    assert "House 01" not in page
    last = page.partition("before=")[2].partition('"')[0]
    assert "House 01" in text(as_staff.get(f"/staff/organisations?q=House&before={last}"))


# People


def test_people_are_found_by_name_or_address(as_staff):
    UserFactory(name="Jonas Weber", email="jonas@example.org")
    UserFactory(name="Mara", email="mara@example.org", active=False, suspended_reason="Spam")
    assert "jonas@example.org" in text(as_staff.get("/staff/people?q=WEBER"))
    page = text(as_staff.get("/staff/people?q=mara@exa"))
    assert "Suspended" in page
    assert "jonas" not in page
    assert "Nobody fits" in text(as_staff.get("/staff/people?q=zzz"))


def test_suspending_signs_out_everywhere_and_can_be_undone(as_staff, app):
    person = UserFactory(name="Eve")
    elsewhere = app.test_client()
    sign_in(elsewhere, person)
    address = f"/staff/people/{person.id}"
    assert as_staff.post(f"{address}/suspend", data={"reason": ""}).status_code == 422
    assert as_staff.post(f"{address}/suspend", data={"reason": "Spam"}).status_code == 303
    assert not person.active
    assert session.scalars(select(UserSession).where(UserSession.user_id == person.id)).all() == []
    assert "/login" in elsewhere.get("/desk/organisations").location
    assert "Let them in again" in text(as_staff.get(address))
    assert as_staff.post(f"{address}/unsuspend").status_code == 303
    assert person.active
    done = set(session.scalars(select(AuditEntry.action)))
    assert {Action.USER_SUSPENDED, Action.USER_UNSUSPENDED} <= done


def test_staff_cannot_suspend_themselves(as_staff, clerk):
    answer = as_staff.post(
        f"/staff/people/{clerk.id}/suspend", data={"reason": "Holiday"}, follow_redirects=True
    )
    assert "cannot suspend yourself" in text(answer)
    assert clerk.active


def test_what_is_not_there_is_not_found(as_staff):
    for path in ("/staff/people/999", "/staff/organisations/nowhere"):
        assert as_staff.get(path).status_code == 404
    assert as_staff.post("/staff/mail/999/retry").status_code == 404


# Mail


def test_failed_mail_says_what_the_server_said_and_is_tried_again_once(as_staff):
    message = failed_message()
    assert "550 no such box" in text(as_staff.get("/staff/mail"))
    assert as_staff.post(f"/staff/mail/{message.id}/retry").status_code == 303
    assert message.status is MessageStatus.WAITING
    answer = as_staff.post(f"/staff/mail/{message.id}/retry", follow_redirects=True)
    assert "not one that failed" in text(answer)
    assert "Everything has arrived" in text(as_staff.get("/staff/mail"))


def test_staff_read_why_mail_is_not_tried_any_more_and_that_it_leaves_the_list(as_staff):
    failed_message()
    page = text(as_staff.get("/staff/mail"))
    assert "refused these for good, or 8 tries were in vain" in page
    with clock.moved(timedelta(days=31)):
        with transaction():
            wipe_old_bodies()
        assert overview().mail_failed == 0, "it asks for nothing any more"
    assert "Everything has arrived" in text(as_staff.get("/staff/mail"))


def test_mail_that_is_tried_again_stands_beside_what_failed(as_staff):
    message = failed_message("later@example.org")
    message.status = MessageStatus.WAITING
    message.due_at = datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
    session.add(DeliveryAttempt(message_id=message.id, number=9, started_at=clock.now()))
    session.commit()
    page = text(as_staff.get("/staff/mail"))
    assert "Not tried any more" not in page
    assert "each is tried up to 8 times within two days" in page
    assert (
        page.index("Tried again by itself") < page.index("later@example.org") < page.index("550 no such box")
    )
    assert "Next try on Saturday 2 January 2027 at 03:04 UTC" in page
    assert "A reply to an event" in page
    session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id)).all()[-1].outcome = "TimeoutError"
    session.commit()
    assert "could not be reached, or did not answer (TimeoutError)" in text(as_staff.get("/staff/mail"))
    message.attempts = 0
    session.commit()
    assert "Everything has arrived" in text(as_staff.get("/staff/mail"))


def test_staff_read_of_each_mail_what_it_is_about(app):
    rooms = {path.parent.name for path in (ROOT / "templates" / "emails").glob("*/*.txt")}
    with app.test_request_context():
        assert all(mail_about(f"{room}/any") != f"{room}/any" for room in rooms)


# The trail


def test_the_trail_narrows_and_pages(as_staff, clerk):
    house = OrganisationFactory()
    with transaction():
        for _number in range(60):
            record(Action.ORGANISATION_CHANGED, house, by=clerk, detail={"fields": ["name"]})
        record(Action.ORGANISATION_VERIFIED, house, detail={"note": "Fine"})
    first = text(as_staff.get("/staff/trail"))
    assert "Note: Fine" in first
    assert "Twain itself" in first
    older = first.partition("before=")[2].partition('"')[0]
    assert "Organisation verified</td>" not in text(as_staff.get(f"/staff/trail?before={older}"))
    only = text(as_staff.get("/staff/trail?action=organisation:verified"))
    assert only.count("<tr>") == 2
    by_clerk = text(as_staff.get(f"/staff/trail?actor={clerk.id}"))
    assert "Organisation verified</td>" not in by_clerk
    assert f"organisations:{house.id}" in text(as_staff.get(f"/staff/trail?subject=organisations:{house.id}"))


@pytest.mark.parametrize(
    "query", ["?action=nonsense", "?actor=x", "?subject=nothing:1", "?before=-1", "?actor=²"]
)
def test_odd_filters_break_nothing(as_staff, query):
    assert as_staff.get(f"/staff/trail{query}").status_code == 200


def test_a_lost_second_factor_is_taken_away_and_the_person_told(as_staff, clerk):
    person = UserFactory(name="Mara", tf_primary_method="authenticator", tf_totp_secret="{}")
    page = f"/staff/people/{person.id}"
    assert "Take it away" in text(as_staff.get(page))
    assert as_staff.post(f"{page}/second-factor/remove").status_code == 303
    assert not session.get_one(User, person.id).has_second_factor
    assert session.scalar(select(Message.recipient)) == person.email
    assert "Take it away" not in text(as_staff.get(page))
    as_staff.post(f"{page}/second-factor/remove")
    assert len(session.scalars(select(Message)).all()) == 1


def test_staff_do_not_take_away_their_own_second_factor(as_staff, clerk):
    clerk.tf_primary_method, clerk.tf_totp_secret = "authenticator", "{}"
    session.commit()
    as_staff.post(f"/staff/people/{clerk.id}/second-factor/remove")
    assert session.get_one(User, clerk.id).has_second_factor
