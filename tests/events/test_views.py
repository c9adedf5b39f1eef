"""The hosts' screens of events."""

import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.accounts.models import User
from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.core.database import session
from app.core.pictures import Picture
from app.core.transaction import transaction
from app.events import queries
from app.events.forms import EventForm
from app.events.forms.reading import typed_from
from app.events.models import Event, EventFormat, EventStatus
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from tests.accounts.factories import UserFactory
from tests.events.factories import AgreementFactory, EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.page import without_chance
from tests.signing_in import sign_in


@pytest.fixture
def other(app: Flask) -> Organisation:
    return OrganisationFactory(name="The Long Table")


@pytest.fixture
def event(own: Organisation, other: Organisation) -> Event:
    return EventFactory(hosts=[own, other], title="Walk and talk", slug="walk-and-talk")


@pytest.fixture
def draft(own: Organisation) -> Event:
    return EventFactory(hosts=[own], title="Tea", slug="tea", status=EventStatus.DRAFT)


def typed(event: Event, **changes: Any) -> dict[str, Any]:
    """Give what a browser would send when nothing but these fields is changed."""
    content = queries.working_content(event)
    form = EventForm(data=typed_from(content, event.version))
    sent: dict[str, Any] = {}
    for field in form:
        if field.name in {"questions", "upload", "no_picture", "on_behalf_of"}:
            continue
        value = field._value() if hasattr(field, "_value") else field.data
        sent[field.name] = "" if value is None else value
    for number, entry in enumerate(form.questions.entries):
        sent[f"questions-{number}-prompt"] = entry.form.prompt.data or ""
    return sent | changes


ADDRESSES = ["", "/edit", "/history", "/cancel", "/postpone", "/withdraw", "/duplicate"]


@pytest.mark.parametrize("end", ADDRESSES)
def test_hosts_open_every_screen(client: FlaskClient, amina: User, event: Event, end: str) -> None:
    assert client.get(f"/desk/events/{event.slug}{end}").status_code == 200


@pytest.mark.parametrize("end", [*ADDRESSES, "/delete"])
def test_strangers_find_nothing(client: FlaskClient, event: Event, draft: Event, end: str) -> None:
    sign_in(client, UserFactory())
    for each in (event, draft):
        assert client.get(f"/desk/events/{each.slug}{end}").status_code == 404


@pytest.mark.parametrize("end", [*ADDRESSES, "/delete"])
def test_people_who_are_not_signed_in_are_led_there(client: FlaskClient, event: Event, end: str) -> None:
    assert client.get(f"/desk/events/{event.slug}{end}").location.startswith("/login")


@pytest.mark.parametrize(
    "end", ["/publish", "/edit", "/cancel", "/cancel-for-safety", "/withdraw", "/delete"]
)
def test_strangers_change_nothing(client: FlaskClient, draft: Event, event: Event, end: str) -> None:
    sign_in(client, UserFactory())
    for each in (event, draft):
        assert client.post(f"/desk/events/{each.slug}{end}").status_code == 404


def test_a_wrong_address_is_not_found(client: FlaskClient, amina: User) -> None:
    assert client.get("/desk/events/nothing-here").status_code == 404
    assert client.get("/desk/events/nothing%00here").status_code == 404


def test_helpers_read_and_do_not_write(client: FlaskClient, event: Event, own: Organisation) -> None:
    helper = UserFactory()
    MembershipFactory(organisation=own, user=helper, role=MemberRole.HELPER)
    sign_in(client, helper)
    assert client.get("/desk/events/walk-and-talk").status_code == 200
    assert client.get("/desk/events/walk-and-talk/edit").status_code == 403
    assert client.post("/desk/events/walk-and-talk/cancel").status_code == 403


def test_an_invited_organiser_reads_the_draft_and_is_led_to_answer(
    client: FlaskClient, amina: User, draft: Event, own: Organisation, other: Organisation
) -> None:
    ben = UserFactory()
    MembershipFactory(organisation=other, user=ben)
    with transaction():
        host = cohosting.offer(draft.cohosting, organisation=other, by=amina, on_behalf_of=own)
    way_on = f"/desk/host-offers/{host.id}"
    assert way_on not in client.get("/desk/events/tea").get_data(as_text=True)
    sign_in(client, ben)
    assert way_on in client.get("/desk/events/tea").get_data(as_text=True)
    assert client.get(way_on).status_code == 200
    assert client.get("/desk/events/tea/edit").status_code == 403


def test_what_an_organiser_of_a_public_event_needs_most_stands_before_its_facts(
    client: FlaskClient, amina: User, event: Event
) -> None:
    page = client.get("/desk/events/walk-and-talk").get_data(as_text=True)
    for end in ("rsvps", "door", "run-sheet", "letters"):
        assert page.index(f'href="/desk/events/walk-and-talk/{end}"') < page.index("The facts")


def test_a_draft_leads_to_how_it_will_look(client: FlaskClient, amina: User, draft: Event) -> None:
    page = client.get("/desk/events/tea").get_data(as_text=True)
    assert 'href="/desk/events/tea/preview"' in page
    assert client.get("/desk/events/tea/preview").status_code == 200
    assert 'href="/desk/events/tea/rsvps"' not in page


def test_a_word_to_the_other_hosts_is_asked_where_there_are_others(
    client: FlaskClient, amina: User, draft: Event, event: Event
) -> None:
    assert "For the other hosts" not in client.get("/desk/events/tea/edit").get_data(as_text=True)
    assert "For the other hosts" in client.get("/desk/events/walk-and-talk/edit").get_data(as_text=True)


def test_an_event_begins_with_a_title(client: FlaskClient, amina: User, own: Organisation) -> None:
    assert client.get("/desk/events/new").status_code == 200
    answer = client.post("/desk/events/new", data={"title": "Song circle", "organisation": own.id})
    assert answer.status_code == 303
    assert answer.location == "/desk/events/song-circle/edit"
    event = queries.event_by_slug("song-circle")
    assert event is not None
    assert event.zone == own.time_zone


def test_an_event_without_title_or_for_others_is_not_begun(
    client: FlaskClient, amina: User, own: Organisation, other: Organisation
) -> None:
    for data in ({"title": " ", "organisation": own.id}, {"title": "Song", "organisation": other.id}):
        assert client.post("/desk/events/new", data=data).status_code == 422
    assert queries.event_by_slug("song") is None


def test_someone_without_organisation_is_led_on(client: FlaskClient) -> None:
    sign_in(client, UserFactory())
    page = client.get("/desk/events/new").get_data(as_text=True)
    assert "/desk/organisations/new" in page


def test_a_draft_is_saved_with_everything(client: FlaskClient, amina: User, draft: Event) -> None:
    answer = client.post(
        "/desk/events/tea/edit",
        data=typed(
            draft,
            title="Tea and talk",
            tags="Tea, quiet , tea",
            map_place="https://www.openstreetmap.org/#map=17/53.79970/-1.54920",
            access_facts=["step_free", "quiet_room"],
            **{"questions-0-prompt": "What do you drink?", "questions-0-is_required": "y"},
            agreement="talking",
            visibility="domains",
            email_domains="@School.example",
            online_link="https://meet.example/tea",
            format="both",
            capacity_in_person="12",
        ),
    )
    assert answer.status_code == 303
    assert draft.title == "Tea and talk"
    assert draft.tags == ["Tea", "quiet"]
    assert (draft.latitude, draft.longitude) == (53.7997, -1.5492)
    assert draft.access_facts == ["step_free", "quiet_room"]
    assert draft.questions == [{"id": "q1", "prompt": "What do you drink?", "is_required": True}]
    assert draft.email_domains == ["school.example"]
    assert draft.capacity_in_person == 12
    agreement = queries.agreement_of(draft)
    assert agreement is not None
    assert agreement.title == "How we talk together"


BAD = [
    ("title", ""),
    ("title", "x" * 121),
    ("starts_date", "soon"),
    ("starts_date", "0026-12-03"),
    ("ends_date", "9999-12-31"),
    ("starts_time", ""),
    ("starts_date", ""),
    ("ends_time", "03:00"),
    ("zone", "Mars/Olympus"),
    ("format", "by_letter"),
    ("map_place", "https://maps.app.goo.gl/abc"),
    ("online_link", "javascript:alert(1)"),
    ("capacity_in_person", "0"),
    ("capacity_in_person", "many"),
    ("party_limit", ""),
    ("party_limit", "0"),
    ("party_limit", "999"),
    ("tags", ",".join(f"tag{n}" for n in range(9))),
    ("agreement", "own"),
    ("agreement", "nothing"),
    ("visibility", "domains"),
    ("email_domains", "not a domain"),
    ("access_facts", ["free_beer"]),
    ("on_behalf_of", "999999"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_bad_input_comes_back_with_everything_typed(
    client: FlaskClient, amina: User, draft: Event, name: str, value: Any
) -> None:
    sent = typed(draft, description="Words that must not be lost") | {name: value}
    answer = client.post("/desk/events/tea/edit", data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Something needs another look" in page
    assert "Words that must not be lost" in page
    assert draft.description == ""


def test_a_time_that_happens_twice_is_asked_about(client: FlaskClient, amina: User, draft: Event) -> None:
    twice = typed(
        draft, starts_date="2027-10-31", starts_time="01:30", ends_date="", ends_time="04:00", starts_fold=""
    )
    answer = client.post("/desk/events/tea/edit", data=twice)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The second 01:30, after the clocks went back" in page
    answer = client.post("/desk/events/tea/edit", data=twice | {"starts_fold": "1"})
    assert answer.status_code == 303
    assert draft.starts_at is not None
    assert draft.starts_at.isoformat() == "2027-10-31T01:30:00+00:00"
    assert draft.starts_fold == 1


def test_a_time_that_never_happens_is_told(client: FlaskClient, amina: User, draft: Event) -> None:
    answer = client.post(
        "/desk/events/tea/edit",
        data=typed(draft, starts_date="2027-03-28", starts_time="01:30", ends_date="", ends_time="04:00"),
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "The nearest times are 00:59 and 02:00." in page


def test_key_facts_wait_and_small_ones_show(client: FlaskClient, amina: User, event: Event) -> None:
    event_date = event.starts_local.date() + timedelta(days=1)
    answer = client.post(
        "/desk/events/walk-and-talk/edit",
        data=typed(event, title="Walk", starts_date=event_date, ends_date=event_date),
        follow_redirects=True,
    )
    page = answer.get_data(as_text=True)
    assert "The Long Table" in page
    assert event.title == "Walk"
    assert event.starts_local.date() == event_date - timedelta(days=1)
    proposal = cohosting_queries.open_proposal(event.cohosting)
    assert proposal is not None
    assert str(event_date) in client.get("/desk/events/walk-and-talk/edit").get_data(as_text=True)


@pytest.fixture
def written_twice(client: FlaskClient, amina: User, event: Event, other: Organisation) -> Any:
    """Let Ben save something after Amina opened the form; give what Amina sends then."""
    ben = UserFactory(name="Ben")
    MembershipFactory(organisation=other, user=ben)
    client.post("/desk/events/walk-and-talk/edit", data=typed(event, content_notes="Loss is talked about."))
    mine = typed(event, title="Amina’s title", summary="Amina’s words")
    beside = client.application.test_client()
    sign_in(beside, ben)
    beside.post(
        "/desk/events/walk-and-talk/edit",
        data=typed(event, title="Ben’s title", content_notes="Ben’s note"),
    )
    return mine


def test_two_who_write_at_once_compare(client: FlaskClient, written_twice: Any, event: Event) -> None:
    answer = client.post("/desk/events/walk-and-talk/edit", data=written_twice)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ben changed this while you were writing" in page
    for words in ("Amina’s title", "Ben’s title", "Amina’s words", "Ben’s note"):
        assert words in page
    assert event.title == "Ben’s title"


def test_what_is_chosen_is_saved(client: FlaskClient, written_twice: Any, event: Event) -> None:
    chosen = {"keep-title": "theirs", "keep-summary": "mine", "keep-content_notes": "theirs"}
    sent = written_twice | {"version": str(event.version)} | chosen
    answer = client.post("/desk/events/walk-and-talk/edit", data=sent)
    assert answer.status_code == 303
    assert (event.title, event.summary) == ("Ben’s title", "Amina’s words")
    assert event.content_notes == "Ben’s note"


def test_what_is_chosen_can_go_into_the_form_first(
    client: FlaskClient, written_twice: Any, event: Event
) -> None:
    sent = written_twice | {"version": str(event.version), "keep-title": "theirs", "step": "form"}
    answer = client.post("/desk/events/walk-and-talk/edit", data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Ben’s title" in page
    assert "Amina’s words" in page
    assert event.summary != "Amina’s words"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "0"])
def test_a_nonsense_version_leads_to_comparing(
    client: FlaskClient, amina: User, event: Event, version: str
) -> None:
    sent = typed(event, title="New", version=version)
    assert client.post("/desk/events/walk-and-talk/edit", data=sent).status_code == 409


def picture_bytes() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 100, 100)).save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_not_lost_when_something_else_is_wrong(
    client: FlaskClient, amina: User, draft: Event
) -> None:
    sent = typed(draft, title="", upload=(io.BytesIO(picture_bytes()), "us.png"))
    page = client.post("/desk/events/tea/edit", data=sent).get_data(as_text=True)
    name = session.query(Picture.name).scalar()
    assert f'value="{name}"' in page
    sent = typed(draft, picture=name, picture_alt="Teal")
    assert client.post("/desk/events/tea/edit", data=sent).status_code == 303
    assert (draft.picture, draft.picture_alt) == (name, "Teal")
    sent = typed(draft, no_picture="y")
    assert client.post("/desk/events/tea/edit", data=sent).status_code == 303
    assert (draft.picture, draft.picture_alt) == (None, "")


def test_what_is_no_picture_is_refused(client: FlaskClient, amina: User, draft: Event) -> None:
    sent = typed(draft, upload=(io.BytesIO(b"GIF89a not really"), "us.gif"), summary="Kept words")
    answer = client.post("/desk/events/tea/edit", data=sent)
    assert answer.status_code == 422
    assert "Kept words" in answer.get_data(as_text=True)
    sent = typed(draft, picture="f" * 32)
    assert client.post("/desk/events/tea/edit", data=sent).status_code == 422


def test_a_host_that_is_not_verified_reads_it_before_it_tries_to_publish(
    client: FlaskClient, amina: User, own: Organisation, other: Organisation
) -> None:
    with transaction():
        own.status = OrganisationStatus.UNVERIFIED
        EventFactory(hosts=[own], slug="alone", status=EventStatus.DRAFT)
        EventFactory(hosts=[own, other], slug="joint", status=EventStatus.DRAFT)
        second = OrganisationFactory()
        MembershipFactory(organisation=second, user=amina)
        EventFactory(hosts=[own, second], slug="both", status=EventStatus.DRAFT)
    for slug, can_ask in (("alone", False), ("joint", False), ("both", True)):
        page = client.get(f"/desk/events/{slug}").text
        assert f"{own.name} is not verified yet" in page
        assert f'href="/desk/organisations/{own.slug}">See how' in page
        assert (f'action="/desk/events/{slug}/publish"' in page) == can_ask


def test_who_waits_for_another_to_be_verified_is_not_sent_away_from_the_button(
    client: FlaskClient, amina: User, own: Organisation, other: Organisation
) -> None:
    with transaction():
        other.status = OrganisationStatus.UNVERIFIED
        EventFactory(hosts=[own, other], slug="joint", status=EventStatus.DRAFT)
    page = client.get("/desk/events/joint").text
    assert f"{other.name} is not verified yet" in page
    assert "You can ask all the same" in page
    assert "Come back here once it is" not in page
    assert 'action="/desk/events/joint/publish"' in page


def test_a_sole_host_publishes_with_one_press(
    client: FlaskClient, amina: User, draft: Event, own: Organisation
) -> None:
    answer = client.post("/desk/events/tea/publish", data={"on_behalf_of": own.id}, follow_redirects=True)
    assert "The event is public now." in answer.get_data(as_text=True)
    assert draft.status is EventStatus.PUBLISHED


def test_nobody_publishes_for_a_host_that_is_not_theirs(
    client: FlaskClient, amina: User, draft: Event, other: Organisation
) -> None:
    client.post("/desk/events/tea/publish", data={"on_behalf_of": other.id})
    assert draft.status is EventStatus.DRAFT


def test_what_is_missing_is_said(client: FlaskClient, amina: User, own: Organisation) -> None:
    EventFactory(hosts=[own], slug="bare", status=EventStatus.DRAFT, starts_local=None, summary="")
    page = client.get("/desk/events/bare").get_data(as_text=True)
    assert "Say when it begins and when it ends." in page
    answer = client.post("/desk/events/bare/publish", data={"on_behalf_of": own.id}, follow_redirects=True)
    assert "Say when it begins" in answer.get_data(as_text=True)


def test_two_hosts_are_asked_to_cancel(
    client: FlaskClient, amina: User, event: Event, own: Organisation
) -> None:
    sent = {"reason": "The path is flooded.", "note": "", "on_behalf_of": own.id}
    answer = client.post("/desk/events/walk-and-talk/cancel", data=sent, follow_redirects=True)
    assert "Waiting for The Long Table" in answer.get_data(as_text=True)
    assert event.status is EventStatus.PUBLISHED


def test_a_browser_cuts_off_nothing_that_is_pasted_into_a_text(
    client: FlaskClient, amina: User, draft: Event, own: Organisation
) -> None:
    page = client.get("/desk/events/tea/edit").text
    assert not re.search(r"<textarea[^>]*maxlength", page)
    long = "What people can expect. " * 20
    answer = client.post("/desk/events/tea/edit", data=typed(draft, summary=long, on_behalf_of=own.id))
    assert answer.status_code == 422
    assert "This is too long: 300 characters fit." in answer.text
    assert long.strip() in answer.text, "all of it is still there to be shortened"


@pytest.mark.usefixtures("amina", "event", "draft")
@pytest.mark.parametrize("end", ["postpone", "withdraw"])
def test_who_decides_with_others_reads_that_nothing_changes_yet(
    client: FlaskClient, own: Organisation, end: str
) -> None:
    together = client.get(f"/desk/events/walk-and-talk/{end}").text
    assert "The other hosts sign this off first. Nothing changes until they have." in together
    assert "Ask the hosts to sign off" in together
    client.post("/desk/events/tea/publish", data={"on_behalf_of": own.id})
    alone = client.get(f"/desk/events/tea/{end}").text
    assert "The other hosts" not in alone
    assert "A word to the other hosts" not in alone
    assert "Ask the hosts" not in alone


def test_cancelling_needs_a_reason(client: FlaskClient, amina: User, event: Event, own: Organisation) -> None:
    for end, name in (("cancel", "reason"), ("postpone", "reason"), ("cancel-for-safety", "safety_note")):
        sent = {name: "  ", "note": "Kept words", "on_behalf_of": own.id}
        answer = client.post(f"/desk/events/walk-and-talk/{end}", data=sent)
        assert answer.status_code == 422
    assert event.status is EventStatus.PUBLISHED


def test_one_host_cancels_for_safety(
    client: FlaskClient, amina: User, event: Event, own: Organisation
) -> None:
    sent = {"safety_note": "Someone threatened us.", "on_behalf_of": own.id}
    answer = client.post("/desk/events/walk-and-talk/cancel-for-safety", data=sent, follow_redirects=True)
    assert "Someone threatened us." in answer.get_data(as_text=True)
    assert event.status is EventStatus.CANCELLED
    again = client.post("/desk/events/walk-and-talk/cancel-for-safety", data=sent)
    assert again.status_code == 422
    assert client.get("/desk/events/walk-and-talk/cancel").status_code == 303


def test_a_postponed_event_is_told(client: FlaskClient, amina: User, draft: Event, own: Organisation) -> None:
    client.post("/desk/events/tea/publish", data={"on_behalf_of": own.id})
    sent = {"reason": "The host is ill.", "on_behalf_of": own.id}
    client.post("/desk/events/tea/postpone", data=sent)
    assert draft.status is EventStatus.POSTPONED
    assert client.get("/desk/events/tea/postpone").status_code == 303


def test_withdrawing_and_deleting_after_it(
    client: FlaskClient, amina: User, draft: Event, own: Organisation
) -> None:
    client.post("/desk/events/tea/publish", data={"on_behalf_of": own.id})
    client.post("/desk/events/tea/withdraw", data={"on_behalf_of": own.id})
    assert draft.status is EventStatus.WITHDRAWN
    sent = {"title": "tea", "on_behalf_of": own.id}
    answer = client.post("/desk/events/tea/delete", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    assert draft.status is EventStatus.DELETED
    assert client.get("/desk/events/tea").status_code == 404


def test_a_draft_is_deleted_after_typing_its_title(
    client: FlaskClient, amina: User, draft: Event, own: Organisation
) -> None:
    assert client.get("/desk/events/tea/delete").status_code == 200
    wrong = client.post("/desk/events/tea/delete", data={"title": "coffee", "on_behalf_of": own.id})
    assert wrong.status_code == 422
    right = client.post("/desk/events/tea/delete", data={"title": "Tea", "on_behalf_of": own.id})
    assert right.location == "/desk"
    assert queries.event_by_slug("tea") is None


def test_a_joint_draft_is_not_deleted(
    client: FlaskClient, amina: User, own: Organisation, other: Organisation
) -> None:
    EventFactory(hosts=[own, other], slug="joint", status=EventStatus.DRAFT)
    assert client.get("/desk/events/joint/delete").status_code == 303


def test_a_copy_is_begun(client: FlaskClient, amina: User, event: Event, own: Organisation) -> None:
    AgreementFactory(event=event)
    answer = client.post("/desk/events/walk-and-talk/duplicate", data={"organisation": own.id})
    assert answer.location == "/desk/events/walk-and-talk-2"
    assert client.get(answer.location).status_code == 200


def test_a_copy_is_not_begun_for_others(
    client: FlaskClient, amina: User, event: Event, other: Organisation
) -> None:
    sent = {"organisation": other.id}
    assert client.post("/desk/events/walk-and-talk/duplicate", data=sent).status_code == 403


def test_the_history_tells_versions_and_signatures(
    client: FlaskClient, amina: User, draft: Event, own: Organisation
) -> None:
    client.post("/desk/events/tea/edit", data=typed(draft, summary="Other words"))
    client.post("/desk/events/tea/publish", data={"on_behalf_of": own.id})
    page = client.get("/desk/events/tea/history").get_data(as_text=True)
    assert "Other words" in page
    assert "(London)" in page, "times are those of the reader, with their zone"
    assert "UTC" not in without_chance(page)
    assert "Amina (Fernhill Men) changed: In one or two sentences." in page
    assert "The event became public." in page
    assert "signed off version 1" in page


def test_a_day_that_is_missing_is_asked_for_once(client: FlaskClient, amina: User, draft: Event) -> None:
    sent = typed(draft, starts_date="", starts_time="14:00", ends_date="", ends_time="16:00")
    for times in (sent, sent | {"starts_time": ""}):
        page = client.post("/desk/events/tea/edit", data=times).text
        summary = page.split("data-error-summary")[1].split("</div>")[0]
        assert re.findall(r'href="#(\w+)">Add the date as well\.', summary) == ["starts_date"]


def test_too_many_replies_are_said(client: FlaskClient, amina: User, own: Organisation) -> None:
    EventFactory(hosts=[own], slug="full", capacity_in_person=5, taken_in_person=8)
    page = client.get("/desk/events/full").get_data(as_text=True)
    assert "more people have replied than there are places now, by 3" in page


def save_all_the_same(client: FlaskClient, event: Event, **changes: Any) -> str:
    """Save what has to be read about first; give the page that it leads to."""
    sent = typed(event, **changes)
    page = client.post(f"/desk/events/{event.slug}/edit", data=sent)
    assert page.status_code == 200
    assert "Nothing is saved yet." in page.text
    assert cohosting_queries.open_proposal(event.cohosting) is None
    told = unescape(re.findall(r'name="told" value="(.*?)"', page.text)[0])
    answer = client.post(f"/desk/events/{event.slug}/edit", data=sent | {"told": told})
    return client.get(answer.location).text


def test_hosts_read_how_many_chose_a_way_of_coming_before_they_end_it(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    link = "https://meet.example/room"
    event = EventFactory(
        hosts=[own], slug="tea-for-all", format=EventFormat.BOTH, online_link=link, taken_online=3
    )
    sent = typed(event, format="in_person", title="Tea for whoever comes")
    page = client.post("/desk/events/tea-for-all/edit", data=sent).text
    assert "Online: 3 people have chosen this way, and it would end. Each reply stays." in page
    assert 'value="Tea for whoever comes"' in page
    with transaction():
        event.taken_online = 4
    stale = sent | {"told": unescape(re.findall(r'name="told" value="(.*?)"', page)[0])}
    assert "Online: 4 people" in client.post("/desk/events/tea-for-all/edit", data=stale).text
    session.refresh(event)
    assert event.format is EventFormat.BOTH
    assert "Saved." in save_all_the_same(client, event, format="in_person")
    session.refresh(event)
    assert event.format is EventFormat.IN_PERSON


def test_hosts_hear_that_places_would_be_too_few_before_they_agree(
    client: FlaskClient, amina: User, event: Event, other: Organisation
) -> None:
    with transaction():
        event.taken_in_person = 9
    sentence = "In person: room for 5 would be 4 fewer than have a place already."
    assert sentence in save_all_the_same(client, event, capacity_in_person="5")
    proposal = cohosting_queries.open_proposal(event.cohosting)
    assert proposal is not None
    sign_in(client, MembershipFactory(organisation=other, role=MemberRole.ORGANISER).user)
    page = client.get(f"/desk/proposals/{proposal.id}").text
    assert sentence in page
    with transaction():
        event.taken_in_person = 5
    assert "fewer than have a place" not in client.get(f"/desk/proposals/{proposal.id}").text


def test_dates_are_native_and_the_zone_stands_beside(client: FlaskClient, amina: User, draft: Event) -> None:
    page = client.get("/desk/events/tea/edit").get_data(as_text=True)
    assert 'type="date"' in page
    assert 'type="time"' in page
    assert "United Kingdom" in page or "London" in page
    assert date.fromisoformat(str(draft.starts_local.date())).isoformat() in page
