"""Names on paper, the pack, lists for hosts, and taking many off at once."""

import csv
import io
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.audit.models import Action, AuditEntry
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.printing import print_pdf
from app.core.transaction import transaction
from app.organisations.models import MemberRole
from app.petitions import services
from app.petitions.jobs.counting import count_signatures
from app.petitions.jobs.removals import find_removals, go_on_with_removal
from app.petitions.models import (
    AreaQuestion,
    BatchStatus,
    Delivery,
    DisplayName,
    PaperBatch,
    PaperRow,
    PetitionNews,
    PetitionStatus,
    RemovalStatus,
    Signature,
    SignatureConsent,
    SignatureRemoval,
    SignatureStatus,
)
from app.petitions.rules.abuse import Criteria
from app.petitions.rules.pack import pack_document
from app.petitions.rules.paper import PaperLine, read_lines
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.organisations.factories import MembershipFactory
from tests.petitions.factories import add_signatures, make_petition, make_signature
from tests.rereading import fresh
from tests.signing_in import sign_in

PDF = b"%PDF-1.4 a scan"


@pytest.fixture
def two_hosts(client):
    """Two organisations with an organiser each; the first is signed in."""
    members = [MembershipFactory(role=MemberRole.ORGANISER) for _ in range(2)]
    sign_in(client, members[0].user)
    return members


def held_by(members, **values):
    return make_petition(hosts=[each.organisation for each in members], **values)


def csv_of(response):
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_one_enters_another_checks_and_then_it_counts(client, two_hosts):
    first, second = two_hosts
    petition = held_by(two_hosts, area_question=AreaQuestion.POSTCODE)
    page = f"/desk/petitions/{petition.slug}/paper"
    assert client.get(page).status_code == HTTPStatus.OK
    sheet = client.get(page + "/sheet").text
    assert "<svg" in sheet
    assert sheet.count("<tr>") == 21
    assert client.get(page + "/new").status_code == HTTPStatus.OK
    data = {"note": "Fair", "on_behalf_of": first.organisation.id, "scan": (io.BytesIO(PDF), "a.pdf")}
    assert client.post(page + "/new", data={}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    odd = {**data, "scan": (io.BytesIO(b"only words"), "a.pdf")}
    assert client.post(page + "/new", data=odd).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(page + "/new", data=data)
    batch = session.scalars(select(PaperBatch)).one()
    own = f"{page}/{batch.id}"
    assert client.get(own + "/scan").data == PDF
    assert sha256(PDF).hexdigest() in client.get(own).text
    wrong = client.post(own, data={"lines": "Ada Low, LS6 2AB\n=1+1, LS6"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ada Low, LS6 2AB" in wrong.text
    client.post(own, data={"lines": "Ada Low, LS6 2AB\n\nBo Green, LS7 1AA\nCy, LS8 1AA"})
    again = client.post(own, data={"lines": "ada low, ls62ab\nDee, LS6 1AA"}, follow_redirects=True)
    assert "left out: ada low" in again.text
    rows = session.scalars(select(PaperRow).order_by(PaperRow.id)).all()
    assert [row.area for row in rows] == ["LS6", "LS7", "LS8", "LS6"]
    client.post(own + "/leave-out", data={"row": rows[2].id})
    client.post(own + "/hand-over")
    assert "Somebody else has to compare" in client.get(own).text
    with pytest.raises(Refused), transaction():
        services.count_batch_rows(batch, {rows[0].id}, by=first.user)
    sign_in(client, second.user)
    assert "You can check them." in client.get(page).text
    assert client.get(own).status_code == HTTPStatus.OK
    client.post(own, data={"rows": [rows[0].id, rows[3].id]})
    count_signatures()
    assert (fresh(petition).paper_count, fresh(petition).total) == (2, 2)
    assert session.get_one(PaperBatch, batch.id).status is BatchStatus.COUNTED
    assert client.get(own).status_code == HTTPStatus.OK
    client.post(own + "/discard")
    assert session.get_one(PaperBatch, batch.id, populate_existing=True).status is BatchStatus.COUNTED


def test_only_who_entered_goes_on_and_hosts_alone_see_sheets(client, two_hosts):
    first, second = two_hosts
    petition = held_by(two_hosts)
    with transaction():
        details = services.PaperDetails("Fair")
        batch = services.begin_batch(petition, details, by=first.user, on_behalf_of=first.organisation)
        services.enter_lines(batch, [PaperLine("Ada Low")], by=first.user)
        with pytest.raises(Refused):
            services.enter_lines(batch, [PaperLine("Bo")], by=second.user)
    own = f"/desk/petitions/{petition.slug}/paper/{batch.id}"
    assert client.get(own + "/scan").status_code == HTTPStatus.NOT_FOUND
    assert client.post(own + "/explode").status_code == HTTPStatus.NOT_FOUND
    assert client.post(own + "/leave-out", data={"row": "999"}).status_code == HTTPStatus.NOT_FOUND
    elsewhere = make_petition(hosts=[first.organisation])
    assert (
        client.get(f"/desk/petitions/{elsewhere.slug}/paper/{batch.id}").status_code == HTTPStatus.NOT_FOUND
    )
    client.post(own + "/discard")
    assert session.scalars(select(PaperRow)).all() == []
    sign_in(client, UserFactory())
    for path in ("", "/sheet", "/new", f"/{batch.id}"):
        found = client.get(f"/desk/petitions/{petition.slug}/paper{path}")
        assert found.status_code == HTTPStatus.NOT_FOUND


def test_drafts_take_no_paper(app, two_hosts):
    first, _second = two_hosts
    petition = held_by(two_hosts, status=PetitionStatus.DRAFT)
    with pytest.raises(Refused), transaction():
        services.begin_batch(
            petition, services.PaperDetails(), by=first.user, on_behalf_of=first.organisation
        )


def test_names_on_paper_are_forgotten_with_the_others(app, two_hosts):
    first, second = two_hosts
    petition = held_by(two_hosts)
    with transaction():
        batch = services.begin_batch(
            petition, services.PaperDetails("Fair"), by=first.user, on_behalf_of=first.organisation
        )
        services.enter_lines(batch, [PaperLine("Ada Low", "LS6 2AB")], by=first.user)
        services.hand_to_checker(batch, by=first.user)
        row = session.scalars(select(PaperRow)).one()
        services.count_batch_rows(batch, {row.id}, by=second.user)
    count_signatures()
    with transaction():
        services.anonymise(petition.id)
    session.refresh(row)
    assert (row.name, row.postcode) == (None, None)
    assert fresh(petition).total == 1


@pytest.mark.parametrize("ended", [{"anonymised_at": clock.now()}, {"status": PetitionStatus.WITHDRAWN}])
def test_nobody_goes_on_with_sheets_of_what_takes_no_names_now(app, two_hosts, ended):
    petition = held_by(two_hosts, status=PetitionStatus.CLOSED)
    first, second = two_hosts
    with transaction():
        acting = {"by": first.user, "on_behalf_of": first.organisation}
        begun, entered = (services.begin_batch(petition, services.PaperDetails(), **acting) for _ in range(2))
        services.enter_lines(entered, [PaperLine("Ines Roth", "")], by=first.user)
        services.hand_to_checker(entered, by=first.user)
        for name, value in ended.items():
            setattr(petition, name, value)
    rows = list(session.scalars(select(PaperRow.id)))
    with pytest.raises(Refused), transaction():
        services.enter_lines(begun, [PaperLine("Sam Ash", "")], by=first.user)
    with pytest.raises(Refused), transaction():
        services.count_batch_rows(entered, rows, by=second.user)
    assert list(session.scalars(select(PaperRow.id))) == rows
    with transaction():
        services.discard_batch(entered, by=second.user)
    assert not list(session.scalars(select(PaperRow.id)))


def test_typed_lines_are_read():
    lines, problems = read_lines("  Ada   Low ,LS6 2AB\r\n\n Bo\n12345\nwww.buy.example\n" + "x" * 130)
    assert lines == [PaperLine("Ada Low", "LS6 2AB"), PaperLine("Bo")]
    assert len(problems) == 3
    assert read_lines("Ada\n" * 201)[1]


def test_the_pack_names_only_those_who_agreed(client, two_hosts):
    first, _second = two_hosts
    target = make_target(entered_by=first.organisation)
    ask = make_ask(hosts=[first.organisation], targets=[target])
    petition = held_by(two_hosts, asks=[ask], targets=[target], area_question=AreaQuestion.AREA)
    make_signature(petition, name="Ada Low", display=DisplayName.FULL_NAME, area="Leeds")
    make_signature(petition, name="Bo Green", display=DisplayName.FIRST_NAME)
    make_signature(petition, name="Hidden Person")
    make_signature(petition, SignatureStatus.PENDING, name="Cy", display=DisplayName.FULL_NAME)
    count_signatures()
    page = f"/desk/petitions/{petition.slug}"
    assert "2 people who agreed" in client.get(page + "/deliver").text
    host = {"on_behalf_of": first.organisation.id}
    pdf = client.post(page + "/pack.pdf", data=host)
    assert pdf.data.startswith(b"%PDF-")
    table = csv_of(client.post(page + "/pack.csv", data=host))
    today = clock.now().date().isoformat()
    assert table == [["name", "area", "signed_on"], ["Ada Low", "Leeds", today], ["Bo", "", today]]
    assert client.post(page + "/pack.doc", data=host).status_code == HTTPStatus.NOT_FOUND
    assert client.post(page + "/deliver", data=host).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    late = (clock.now() + timedelta(days=2)).date().isoformat()
    data = {**host, "target": target.slug, "receipt": "Stamped"}
    assert client.post(page + "/deliver", data={**data, "delivered_on": late}).status_code == 422
    assert client.post(page + "/deliver", data=data).status_code == 422, "no day is chosen for anyone"
    for _press in range(2):
        client.post(page + "/deliver", data={**data, "delivered_on": today})
    assert client.get(page + "/deliver").text.count("Stamped") == 1, "what is kept stands where one keeps it"
    delivery = session.scalars(select(Delivery)).one()
    assert delivery.count == 3
    assert "Stamped" in client.get(f"/petitions/{petition.slug}").text
    assert session.scalars(select(PetitionNews.about)).one() == f"delivered:{delivery.id}"
    made = select(AuditEntry).where(AuditEntry.action == Action.PETITION_PACK_MADE)
    assert len(session.scalars(made).all()) == 2


def test_the_pdf_holds_names_of_many_languages(app):
    petition = make_petition(background="Why *it* matters.", paper_count=3)
    make_signature(petition, name="Żółć Ђорђе Αλέξης", display=DisplayName.FULL_NAME)
    pack = services.pack_of(petition)
    assert pack.names == ["Żółć Ђорђе Αλέξης"]
    assert len(print_pdf(pack_document(pack))) > 2_000


def test_each_host_gets_those_who_said_yes_to_it(client, two_hosts):
    first, second = two_hosts
    petition = held_by(two_hosts)
    for member, name in ((first, "=Ada"), (second, "Bo")):
        signature = make_signature(petition, name=name)
        session.add(
            SignatureConsent(
                signature_id=signature.id, organisation_id=member.organisation_id, at=clock.now()
            )
        )
    session.commit()
    page = f"/desk/petitions/{petition.slug}"
    assert "1 person" in client.get(page + "/signers").text
    table = csv_of(client.post(page + "/signers.csv", data={"on_behalf_of": first.organisation.id}))
    assert [row[0] for row in table] == ["name", "'=Ada"]
    other = client.post(page + "/signers.csv", data={"on_behalf_of": second.organisation.id})
    assert other.status_code == HTTPStatus.FORBIDDEN
    exported = select(AuditEntry).where(AuditEntry.action == Action.PETITION_SIGNERS_EXPORTED)
    assert len(session.scalars(exported).all()) == 1


def test_many_are_taken_off_only_after_their_number_was_seen(client):
    petition = make_petition()
    sign_in(client, UserFactory(is_staff=True))
    for number in range(7):
        make_signature(petition, name=f"Test {number}", email=f"t{number}@spam.example")
    make_signature(petition, SignatureStatus.PENDING, name="test x", email="x@spam.example")
    kept = make_signature(petition, name="Ada", email="ada@spam.example")
    other = make_signature(make_petition(), name="Test 9", email="t9@spam.example")
    count_signatures()
    page = f"/staff/petitions/{petition.slug}/removals"
    assert client.get(page).status_code == HTTPStatus.OK
    assert client.post(page, data={"summary": "All"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert client.post(page, data={"summary": "x", "domain": "a@b"}).status_code == 422
    client.post(page, data={"summary": "A wave", "name": "test*", "domain": "spam.example"})
    removal = session.scalars(select(SignatureRemoval)).one()
    own = f"{page}/{removal.id}"
    assert client.post(own, data={"act": "start"}).status_code == HTTPStatus.SEE_OTHER
    assert "decided already" in client.get(own).text
    go_on_with_removal(removal.id)
    session.refresh(removal)
    assert (removal.status, removal.expected, removal.removed) == (RemovalStatus.PREVIEWED, 8, 0)
    assert "Take 8 signatures off" in client.get(own).text
    client.post(own, data={"act": "start"})
    find_removals()
    session.refresh(removal)
    assert (removal.status, removal.removed) == (RemovalStatus.DONE, 8)
    count_signatures()
    assert fresh(petition).total == 1
    for spared in (kept, other):
        session.refresh(spared)
        assert spared.status is SignatureStatus.CONFIRMED
    assert client.get(page).status_code == HTTPStatus.OK
    elsewhere = make_petition()
    wrong = client.get(f"/staff/petitions/{elsewhere.slug}/removals/{removal.id}")
    assert wrong.status_code == HTTPStatus.NOT_FOUND


def test_a_removal_goes_in_parts_and_can_be_stopped(app):
    petition = make_petition()
    add_signatures(petition, 12, area="LS6", name="Bot")
    staff = UserFactory(is_staff=True)
    with transaction():
        removal = services.plan_removal(petition, Criteria(area="LS6"), "Bots", by=staff)
    go_on_with_removal(removal.id)
    with transaction():
        services.start_removal(removal, by=staff)
    with transaction():
        assert services.go_on_with_removal(removal.id, 5) is True
    with transaction():
        services.cancel_removal(removal, by=staff)
    with transaction():
        assert services.go_on_with_removal(removal.id, 5) is False
    gone = select(Signature).where(Signature.status == SignatureStatus.REMOVED)
    assert len(session.scalars(gone).all()) == 5
    with pytest.raises(Refused), transaction():
        services.cancel_removal(removal, by=staff)


def test_what_is_set_aside_can_be_taken_off_alone_and_between_days(app):
    petition = make_petition()
    staff, day = UserFactory(is_staff=True), timedelta(days=1)
    now = clock.now()
    make_signature(petition, SignatureStatus.QUARANTINED, created_at=now - 3 * day)
    make_signature(petition, SignatureStatus.QUARANTINED, created_at=now - day)
    make_signature(petition, created_at=now - 3 * day)
    span = {"since": (now - 4 * day).isoformat(), "until": (now - 2 * day).isoformat()}
    with transaction():
        removal = services.plan_removal(petition, Criteria(**span, only_quarantined=True), "A wave", by=staff)
    go_on_with_removal(removal.id)
    session.refresh(removal)
    assert removal.expected == 1
