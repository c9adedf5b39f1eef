"""The hosts' screens of asks, corrections from anyone, and documents."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import User
from app.asks import queries, services
from app.asks.forms import AskForm
from app.asks.forms.ask import typed_from
from app.asks.models import Ask, AskStatus, Correction, CorrectionStatus, Standing, StatusEntry, Target
from app.asks.rules.neutrality import Neutral
from app.cohosting.queries import open_proposal
from app.core import clock
from app.core.database import session
from app.core.i18n import format_date
from app.core.transaction import transaction
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_correction, make_entry, make_target, make_wording
from tests.cohosting.factories import make_organisation
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.signing_in import sign_in


@pytest.fixture
def other(app: Flask) -> Organisation:
    return OrganisationFactory(name="The Long Table")


@pytest.fixture
def ask(own: Organisation, other: Organisation) -> Ask:
    target = make_target("Northbridge Council", entered_by=own, slug="council")
    return make_ask(hosts=[own, other], title="Quiet rooms", slug="quiet-rooms", targets=[target])


@pytest.fixture
def draft(own: Organisation) -> Ask:
    target = make_target("Northbridge Council", entered_by=own, slug="council")
    return make_ask(hosts=[own], title="Tea", slug="tea", status=AskStatus.DRAFT, targets=[target])


def typed(ask: Ask, **changes: Any) -> dict[str, Any]:
    """Give what a browser would send when nothing but these fields is changed."""
    content = queries.working_content(ask)
    form = AskForm(data=typed_from(content, ask.version))
    values = {
        name: value for name, value in form.data.items() if value is not None and not isinstance(value, dict)
    }
    lenses = {f"lenses-{name}": text for name, text in content["intersections"].items()}
    return {**values, **lenses, **changes}


def test_an_ask_begins_with_its_title(client: FlaskClient, amina: User, own: Organisation) -> None:
    assert client.get("/desk/asks/new").status_code == 200
    assert client.post("/desk/asks/new", data={"organisation": own.id}).status_code == 422
    answer = client.post("/desk/asks/new", data={"title": "Quiet rooms", "organisation": own.id})
    assert answer.location == "/desk/asks/quiet-rooms/edit"
    assert client.get(answer.location).status_code == 200


def test_who_organises_for_nobody_is_led_on(client: FlaskClient, app: Flask) -> None:
    sign_in(client, UserFactory())
    assert b"Add an organisation" in client.get("/desk/asks/new").data
    assert client.get("/desk/asks").status_code == 200
    assert client.get("/desk/targets").status_code == 200
    assert client.get("/desk/targets/new").status_code == 403


def test_a_draft_is_written_and_published(client: FlaskClient, amina: User, draft: Ask) -> None:
    form = typed(draft, text="A room.", **{"lenses-faith": "Not in the prayer room."})
    assert client.post("/desk/asks/tea/edit", data=form).location == "/desk/asks/tea"
    assert draft.text == "A room."
    assert draft.intersections["faith"] == "Not in the prayer room."
    page = client.get("/desk/asks/tea/publish").get_data(as_text=True)
    assert all(each.label.replace("’", "’") in page for each in Neutral)
    assert client.post("/desk/asks/tea/publish", data={"neutrality": ["no_party"]}).status_code == 422
    ticks = {"neutrality": [each.value for each in Neutral]}
    assert client.post("/desk/asks/tea/publish", data=ticks).status_code == 303
    assert draft.status is AskStatus.PUBLISHED
    assert client.get("/asks/tea").status_code == 200


def test_what_is_missing_is_said_before_the_checklist(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    make_ask(hosts=[own], slug="bare", status=AskStatus.DRAFT, text="", targets=[])
    page = client.get("/desk/asks/bare/publish").get_data(as_text=True)
    assert "Write what exactly is asked." in page
    desk = client.get("/desk/asks/bare").get_data(as_text=True)
    assert desk.index("Write what exactly is asked.") < desk.index('id="hosts"')
    assert "Choose whom you ask" in desk


def test_the_desk_shows_why_as_it_was_typed(client: FlaskClient, amina: User, draft: Ask) -> None:
    client.post("/desk/asks/tea/edit", data=typed(draft, why="For:\n- warmth\n- company"))
    page = client.get("/desk/asks/tea").get_data(as_text=True)
    assert "<li>warmth</li>" in page
    assert "Choose whom you ask" not in page


def test_an_edit_keeps_what_was_typed_when_something_is_wrong(
    client: FlaskClient, amina: User, ask: Ask
) -> None:
    form = typed(ask, title="", why="Typed words.", hidden_from="2026-05-02", hidden_until="2026-05-01")
    answer = client.post("/desk/asks/quiet-rooms/edit", data=form)
    assert answer.status_code == 422
    assert b"Typed words." in answer.data
    assert b"This day is before the first one." in answer.data


def test_two_writers_see_what_differs_and_can_go_on(client: FlaskClient, amina: User, ask: Ask) -> None:
    form = typed(ask, why="Second.")
    client.post("/desk/asks/quiet-rooms/edit", data=typed(ask, why="First."))
    answer = client.post("/desk/asks/quiet-rooms/edit", data=form)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "First." in page
    assert "Second." in page
    assert f'name="version" type="hidden" value="{ask.version}"' in page
    assert (
        client.post("/desk/asks/quiet-rooms/edit", data={**form, "version": ask.version}).status_code == 303
    )
    assert ask.why == "Second."


def test_key_facts_are_proposed(client: FlaskClient, amina: User, ask: Ask) -> None:
    client.post("/desk/asks/quiet-rooms/edit", data=typed(ask, text="Another text."))
    proposal = open_proposal(ask.cohosting)
    assert proposal is not None
    assert proposal.content == {"text": "Another text."}
    assert client.get(f"/desk/proposals/{proposal.id}").status_code == 200
    page = client.get("/desk/asks/quiet-rooms").get_data(as_text=True)
    assert "Waiting for The Long Table" in page
    assert client.get("/desk/asks/quiet-rooms/edit").status_code == 200


def test_each_host_writes_its_own_words(
    client: FlaskClient, amina: User, ask: Ask, own: Organisation
) -> None:
    make_wording(ask, own, "Older words.")
    assert b"Older words." in client.get("/desk/asks/quiet-rooms/wording").data
    client.post("/desk/asks/quiet-rooms/wording", data={"text": "Our words.", "on_behalf_of": own.id})
    assert b"Our words." in client.get("/asks/quiet-rooms").data
    assert client.get("/desk/asks/quiet-rooms").status_code == 200


def test_nobody_writes_for_another_host(
    client: FlaskClient, amina: User, ask: Ask, other: Organisation
) -> None:
    answer = client.post("/desk/asks/quiet-rooms/wording", data={"text": "Theirs.", "on_behalf_of": other.id})
    assert answer.status_code == 422
    assert not queries.wordings_of(ask)


def test_targets_are_found_entered_and_chosen(
    client: FlaskClient, amina: User, draft: Ask, own: Organisation
) -> None:
    form = {"name": "Helen Thackray", "office": "Chair", "organisation": own.id, "term_from": "2025-05-01"}
    answer = client.post("/desk/targets/new?ask=tea", data=form)
    assert answer.location == "/desk/asks/tea/targets?entered=helen-thackray"
    assert ticked(client.get(answer.location)) == {"council": True, "helen-thackray": True}
    page = client.get("/desk/asks/tea/targets?q=thackray").get_data(as_text=True)
    assert "Helen Thackray, Chair" in page
    chosen = {"targets": ["helen-thackray"], "version": draft.version}
    assert client.post("/desk/asks/tea/targets", data=chosen).status_code == 303
    assert [each.target.name for each in queries.targets_of(draft)] == ["Helen Thackray"]
    stale = client.post("/desk/asks/tea/targets", data={"targets": ["council"], "version": 0})
    assert stale.status_code == 422
    assert b"Whom we ask" in stale.data


def test_finding_and_entering_targets_takes_no_tick_and_no_word_away(
    client: FlaskClient, amina: User, draft: Ask, own: Organisation
) -> None:
    make_target("Helen Thackray", entered_by=own, slug="helen-thackray")
    address = "/desk/asks/tea/targets"
    written = {"targets": ["helen-thackray"], "note": "We met her.", "version": draft.version}

    page = client.post(address, data={**written, "q": "council", "then": "find"})
    assert page.status_code == 200
    assert ticked(page) == {"helen-thackray": True, "council": False}
    assert [each.target.slug for each in queries.targets_of(draft)] == ["council"], "finding saves nothing"

    new = {"name": "Ora Finch", "office": "", "organisation": own.id}
    away = client.post(address, data={**written, "then": "enter"}).location
    assert away.startswith("/desk/targets/new?")
    back = client.post(away, data=new).location
    assert "note=We+met+her." in back
    assert ticked(client.get(back)) == {"helen-thackray": True, "council": False, "ora-finch": True}

    with transaction():
        draft.version += 1  # another host has changed the ask meanwhile
    stale = client.post(back, data=re_sent(client.get(back)))
    assert stale.status_code == 422, "what was ticked before is compared, not written over it"

    away = client.post(address, data={"then": "enter", "version": draft.version}).location
    page = client.get(client.post(away, data={**new, "name": "Ash Lane"}).location)
    assert [name for name, is_ticked in ticked(page).items() if is_ticked] == ["ash-lane"]


def re_sent(page: TestResponse) -> dict[str, Any]:
    """Give what a browser sends when the form is saved as it stands."""
    version = re.search(r'name="version"[^>]*value="([^"]*)"', page.get_data(as_text=True))[1]
    return {"targets": [name for name, is_ticked in ticked(page).items() if is_ticked], "version": version}


def ticked(page: TestResponse) -> dict[str, bool]:
    """Give the targets that a page offers, and whether each is ticked."""
    boxes = re.findall(r'<input([^>]*)name="targets"([^>]*)>', page.get_data(as_text=True))
    found = [" ".join(parts) for parts in boxes]
    return {re.search(r'value="([^"]*)"', each)[1]: "checked" in each for each in found}


def test_a_target_is_corrected_by_those_who_entered_it(
    client: FlaskClient, amina: User, own: Organisation
) -> None:
    make_target("Council", entered_by=own, slug="c")
    make_target("Other", slug="o")
    assert client.get("/desk/targets/c/edit").status_code == 200
    assert client.post("/desk/targets/c/edit", data={"name": ""}).status_code == 422
    wrong = {"name": "Council", "term_from": "2026-05-01", "term_until": "2025-05-01"}
    assert client.post("/desk/targets/c/edit", data=wrong).status_code == 422
    assert client.post("/desk/targets/new", data={**wrong, "organisation": own.id}).status_code == 422
    client.post("/desk/targets/c/edit", data={"name": "City Council"})
    assert session.scalars(select(Target.name).where(Target.slug == "c")).one() == "City Council"
    assert b"City Council" in client.get("/desk/targets").data
    assert client.get("/desk/targets/o/edit").status_code == 403
    assert client.get("/desk/targets/none/edit").status_code == 404


def test_who_is_not_verified_reads_why_a_public_target_stays(
    client: FlaskClient, amina: User, ask: Ask, own: Organisation
) -> None:
    own.status = OrganisationStatus.REJECTED
    session.commit()
    answer = client.post("/desk/targets/council/edit", data={"name": "Somebody else"})
    assert answer.status_code == 422
    assert "not verified now" in answer.get_data(as_text=True)
    assert "Somebody else" in answer.get_data(as_text=True)


def test_hosts_ask_themselves_first(client: FlaskClient, amina: User, draft: Ask, own: Organisation) -> None:
    client.post("/desk/asks/tea/ourselves", data={"on_behalf_of": own.id})
    assert {each.target.name for each in queries.targets_of(draft)} == {"Fernhill Men", "Northbridge Council"}


def test_what_happened_is_written_down_with_a_document(client: FlaskClient, amina: User, ask: Ask) -> None:
    path = "/desk/asks/quiet-rooms/targets/council/status"
    assert client.get(path).status_code == 200
    form = {
        "after": "promised",
        "on": clock.now().date().isoformat(),
        "position": "for",
        "document": (io.BytesIO(b"%PDF-1.7 minutes"), "minutes.pdf"),
    }
    assert client.post(path, data=form).status_code == 303
    (entry,) = queries.entries_of(ask)
    assert entry.after is Standing.PROMISED
    client.delete_cookie("twain_session")
    answer = client.get(f"/asks/quiet-rooms/evidence/{entry.document_id}")
    assert answer.data == b"%PDF-1.7 minutes"
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minutes.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "wrong",
    [
        {"document": (b"MZ\x90\x00", "virus.exe")},
        {"document": (b"\xff\xd8\xff and the rest is missing", "letter.jpg")},
        {"evidence_link": "javascript:alert(1)"},
        {"evidence_link": "https://"},
        {"after": "overdue"},
        {"on": "2999-01-01", "note": "x"},
        {"on": "", "note": "x"},
        {},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: FlaskClient, amina: User, ask: Ask, wrong: dict[str, Any]
) -> None:
    if "document" in wrong:
        content, name = wrong["document"]
        wrong = {"document": (io.BytesIO(content), name)}
    form = {"after": "answered", "on": clock.now().date().isoformat(), "position": "", **wrong}
    answer = client.post("/desk/asks/quiet-rooms/targets/council/status", data=form)
    assert answer.status_code == 422
    assert not queries.entries_of(ask)


def test_contacts_and_promises_are_kept(
    client: FlaskClient, amina: User, ask: Ask, own: Organisation
) -> None:
    event = EventFactory(hosts=[own], title="Open evening", slug="open-evening")
    base, today = "/desk/asks/quiet-rooms/targets/council", clock.now().date().isoformat()
    assert f"Open evening · {format_date(event.starts_local.date())}" in client.get(f"{base}/contact").text
    assert client.get(f"{base}/commitment").status_code == 200
    form = {"kind": "event_attended", "on": today, "event": "open-evening", "note": "She stayed to the end."}
    assert client.post(f"{base}/contact", data=form).status_code == 303
    form = {"words": "We will do it.", "said_on": today, "due_on": "2030-01-01"}
    assert client.post(f"{base}/commitment", data=form).status_code == 303
    assert client.post(f"{base}/commitment", data={"words": ""}).status_code == 422
    page = client.get("/asks/quiet-rooms").get_data(as_text=True)
    assert "“We will do it.”" in page
    assert 'href="/events/open-evening"' in page
    assert client.get("/desk/asks/quiet-rooms/targets/none/status").status_code == 404


def _done(ask: Ask, by: User, own: Organisation) -> StatusEntry:
    told = services.News(Standing.DONE, clock.now().date(), evidence_link="https://example.org/rule")
    with transaction():
        return services.record_status(queries.targets_of(ask)[0], told, services.Writing(by, own))


def test_another_host_reads_second(
    client: FlaskClient, ask: Ask, own: Organisation, other: Organisation
) -> None:
    writer, reader = UserFactory(), UserFactory()
    MembershipFactory(organisation=own, user=writer)
    MembershipFactory(organisation=other, user=reader)
    path = f"/desk/asks/quiet-rooms/entries/{_done(ask, writer, own).id}"
    sign_in(client, writer)
    assert b"Yes, it is so" not in client.get(path).data
    assert client.post(path, data={"verdict": "agree"}).status_code == 422
    sign_in(client, reader)
    assert b"waits for a second reader" in client.get("/desk/asks").data
    assert b"Yes, it is so" in client.get(path).data
    assert client.post(path, data={"verdict": "disagree"}).status_code == 422
    assert client.post(path, data={"verdict": "agree"}).status_code == 303
    assert queries.targets_of(ask)[0].standing is Standing.DONE
    assert b"Twain" in client.get(path).data
    assert client.get("/desk/asks/quiet-rooms/entries/999").status_code == 404


def test_staff_read_second_for_a_sole_host(client: FlaskClient, own: Organisation) -> None:
    alone = make_ask(hosts=[own], slug="alone")
    _organisation, writer = make_organisation("Writers")
    entry = _done(alone, writer, own)
    sign_in(client, UserFactory(is_staff=True))
    assert b"Read it" in client.get("/staff/asks").data
    path = f"/staff/asks/entries/{entry.id}"
    assert client.get(path).status_code == 200
    assert client.post(path, data={"verdict": "disagree"}).status_code == 422
    assert client.post(path, data={"verdict": "agree"}).status_code == 303
    assert client.post(path, data={"verdict": "agree"}).status_code == 422
    assert b"Nothing waits" in client.get("/staff/asks").data
    assert client.get("/staff/asks/entries/999").status_code == 404


def test_staff_pages_are_for_staff(client: FlaskClient, amina: User) -> None:
    assert client.get("/staff/asks").status_code == 404


def test_anyone_asks_for_a_correction_and_hosts_answer_in_public(
    client: FlaskClient, ask: Ask, own: Organisation
) -> None:
    assert client.get("/asks/quiet-rooms/corrections").status_code == 200
    assert client.post("/asks/quiet-rooms/corrections", data={"email": "no"}).status_code == 422
    form = {"text": "It was May.", "email": "sam@example.org", "source": "https://example.org/may"}
    assert client.post("/asks/quiet-rooms/corrections", data=form).location.endswith("/sent")
    assert client.get("/asks/quiet-rooms/corrections/sent").status_code == 200
    assert b"It was May." not in client.get("/asks/quiet-rooms").data
    user = UserFactory()
    MembershipFactory(organisation=own, user=user)
    sign_in(client, user)
    assert b"It was May." in client.get("/desk/asks/quiet-rooms/corrections").data
    assert b"asks for a correction" in client.get("/desk/asks").data
    path = f"/desk/asks/quiet-rooms/corrections/{session.scalars(select(Correction.id)).one()}"
    assert client.get(path).status_code == 200
    assert client.post(path, data={"status": "corrected"}).status_code == 422
    answer = {"status": "corrected", "text": "True, thank you.", "is_quoted": "y"}
    assert client.post(path, data=answer).status_code == 303
    assert client.post(path, data=answer).status_code == 422
    assert client.get(path).status_code == 200
    assert client.get("/desk/asks/quiet-rooms/corrections/999").status_code == 404
    page = client.get("/asks/quiet-rooms").get_data(as_text=True)
    assert "It was May." in page
    assert "True, thank you." in page
    assert "sam@example.org" not in page


def test_hosts_can_leave_out_words_that_hurt(client: FlaskClient, amina: User, ask: Ask) -> None:
    with transaction():
        correction = services.request_correction(ask, "A cruel thing.", source="https://example.org/cruel")
    path = f"/desk/asks/quiet-rooms/corrections/{correction.id}"
    client.post(path, data={"status": "declined", "text": "We leave it."})
    assert correction.status is CorrectionStatus.DECLINED
    page = client.get("/asks/quiet-rooms").data
    assert b"We leave it." in page
    assert b"cruel" not in page


def test_a_photo_that_everyone_can_download_tells_not_where_it_was_taken(
    client: FlaskClient, amina: User, ask: Ask
) -> None:
    exif, photo = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Camera of Amina"
    Image.new("RGB", (80, 60), "teal").save(photo, "JPEG", exif=exif)
    form = {
        "after": "promised",
        "on": clock.now().date().isoformat(),
        "position": "",
        "document": (io.BytesIO(photo.getvalue()), "letter.jpg"),
    }
    assert client.post("/desk/asks/quiet-rooms/targets/council/status", data=form).status_code == 303
    (entry,) = queries.entries_of(ask)
    answer = client.get(f"/asks/quiet-rooms/evidence/{entry.document_id}")
    assert answer.content_type == "image/webp"
    assert 'filename="letter.webp"' in answer.headers["Content-Disposition"]
    assert b"Camera of Amina" not in answer.data


def test_a_waiting_document_is_for_hosts_only(
    client: FlaskClient, ask: Ask, own: Organisation, settings_changed: Callable[..., None]
) -> None:
    _organisation, writer = make_organisation("Writers")
    document = services.read_document("proof.txt", b"Proof.")
    told = services.News(Standing.DONE, clock.now().date(), document=document)
    with transaction():
        entry = services.record_status(queries.targets_of(ask)[0], told, services.Writing(writer, own))
    path = f"/asks/quiet-rooms/evidence/{entry.document_id}"
    assert client.get(path).status_code == 404
    assert client.get("/asks/quiet-rooms/evidence/999").status_code == 404
    user = UserFactory()
    MembershipFactory(organisation=own, user=user, role=MemberRole.HELPER)
    sign_in(client, user)
    assert client.get(path).data == b"Proof."
    assert client.get(f"/desk/asks/quiet-rooms/entries/{entry.id}").status_code == 200
    settings_changed(second_factor_required=True)
    owner = UserFactory()
    MembershipFactory(organisation=own, user=owner, role=MemberRole.OWNER)
    for without_second_step in (owner, UserFactory(is_staff=True)):
        sign_in(client, without_second_step)
        assert client.get(path).status_code == 404


def test_an_ask_is_taken_back_and_a_draft_deleted(
    client: FlaskClient, amina: User, own: Organisation, draft: Ask
) -> None:
    public = make_ask(hosts=[own], slug="public")
    assert client.get("/desk/asks/public/withdraw").status_code == 200
    assert client.get("/desk/asks/public/delete").status_code == 303
    assert client.post("/desk/asks/public/withdraw", data={"on_behalf_of": own.id}).status_code == 303
    assert public.status is AskStatus.WITHDRAWN
    assert client.get("/desk/asks/public/withdraw").status_code == 303
    assert client.get("/desk/asks/tea/delete").status_code == 200
    assert client.post("/desk/asks/tea/delete", data={"on_behalf_of": own.id}).location == "/desk/asks"
    assert draft.status is AskStatus.DELETED
    assert client.get("/desk/asks/tea").status_code == 404


def test_others_do_not_see_the_desk_of_an_ask(client: FlaskClient, ask: Ask) -> None:
    sign_in(client, UserFactory())
    for path in ("", "/edit", "/wording", "/publish", "/targets", "/corrections", "/withdraw", "/delete"):
        assert client.get(f"/desk/asks/quiet-rooms{path}").status_code == 404


def test_helpers_read_and_do_not_write(client: FlaskClient, ask: Ask, own: Organisation) -> None:
    user = UserFactory()
    MembershipFactory(organisation=own, user=user, role=MemberRole.HELPER)
    sign_in(client, user)
    assert client.get("/desk/asks/quiet-rooms").status_code == 200
    assert client.get("/desk/asks/quiet-rooms/edit").status_code == 403


def test_a_resting_ask_takes_no_corrections(client: FlaskClient, own: Organisation) -> None:
    today = date.today()  # noqa: DTZ011  # the day around now is enough here
    make_ask(hosts=[own], slug="rests", hidden_from=today - timedelta(2), hidden_until=today + timedelta(2))
    assert client.get("/asks/rests/corrections").status_code == 404


def test_the_desk_says_what_the_calendar_set(client: FlaskClient, amina: User, ask: Ask) -> None:
    with clock.moved(timedelta(days=31)), transaction():
        services.turn(queries.targets_of(ask)[0])
    assert b"set by the calendar" in client.get("/desk/asks/quiet-rooms").data


def test_only_another_host_is_asked_to_read_second(
    client: FlaskClient, ask: Ask, own: Organisation, other: Organisation
) -> None:
    writer, colleague, reader = UserFactory(), UserFactory(), UserFactory()
    for user, organisation in ((writer, own), (colleague, own), (reader, other)):
        MembershipFactory(organisation=organisation, user=user)
    make_entry(ask, writer, own)
    make_correction(ask)
    for user, is_asked in ((writer, False), (colleague, False), (reader, True)):
        sign_in(client, user)
        page = client.get("/desk").get_data(as_text=True)
        assert ("waits for a second reader" in page) is is_asked
        assert "Someone asks for a correction" in page
        assert "My asks" in page


def test_an_ask_joins_an_initiative_of_its_hosts(
    client: FlaskClient, amina: User, ask: Ask, own: Organisation
) -> None:
    for slug, host in (("doors", own), ("others", OrganisationFactory())):
        held = make_ask(hosts=[host], status=AskStatus.DELETED).cohosting
        now = clock.now()
        made = {"title": slug, "status": InitiativeStatus.PUBLISHED, "created_at": now, "revised_at": now}
        session.add(Initiative(cohosting=held, slug=slug, **made))
    session.commit()
    assert b'value="doors"' in client.get("/desk/asks/quiet-rooms").data
    client.post("/desk/asks/quiet-rooms/initiative", data={"initiative": "others"})
    assert ask.initiative is None
    client.post("/desk/asks/quiet-rooms/initiative", data={"initiative": "doors"})
    assert ask.initiative is not None
    assert b"/initiatives/doors" in client.get("/asks/quiet-rooms").data
    client.post("/desk/asks/quiet-rooms/initiative", data={"initiative": ""})
    assert ask.initiative is None
