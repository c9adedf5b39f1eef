"""What the public sees of petitions: the list, a petition, its number, its log, and what programs read."""

import csv
import io
import json
import subprocess
import sys
import threading
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import update
from werkzeug.serving import make_server

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import MemberRole
from app.petitions import emails, services
from app.petitions.jobs.counting import count_signatures, publish_heads
from app.petitions.models import (
    DisplayName,
    LogLine,
    Perspective,
    Petition,
    PetitionStatus,
    ReasonStatus,
    SignatureStatus,
)
from app.petitions.rules import merkle
from app.petitions.rules.paper import PaperLine
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import add_signatures, make_petition, make_signature
from tests.petitions.proofs import is_consistent, root_from_inclusion
from tests.queries import counting
from tests.signing_in import sign_in

ROOT = Path(__file__).parent.parent.parent


def test_the_list_holds_what_is_open_or_closed(client):
    empty = client.get("/petitions").text
    assert "Nothing to sign yet" in empty
    shown = make_petition(title="More counsellors")
    make_petition(PetitionStatus.CLOSED, title="Paid leave")
    for status in (PetitionStatus.DRAFT, PetitionStatus.WITHDRAWN, PetitionStatus.SCHEDULED):
        make_petition(status, title=f"Hidden {status}")
    text = client.get("/petitions").text
    assert "More counsellors" in text
    assert "Paid leave" in text
    assert "Hidden" not in text
    assert "Paid leave" not in client.get("/petitions?status=open").text
    assert "More counsellors" not in client.get("/petitions?status=closed").text
    assert "Nothing like that" in client.get("/petitions?q=bicycles").text
    odd = client.get("/petitions?status=odd&order=odd&page=x&target=x&organisation=x&initiative=x")
    assert "We do not know" in odd.text
    host = shown.cohosting_id
    assert host


def test_the_list_is_sorted_searched_and_turned(client):
    organisation, target = OrganisationFactory(), make_target(entered_by=OrganisationFactory())
    for number in range(23):
        make_petition(
            title=f"Number {number:02}",
            hosts=[organisation],
            targets=[target] if number == 3 else [],
            search_words=f"number {number:02}",
            signature_count=number,
            closes_at=clock.now() + timedelta(days=40 - number),
            opened_at=clock.now() - timedelta(days=number),
        )
    first = client.get("/petitions?order=most").text
    assert first.index("Number 22") < first.index("Number 21")
    assert "Number 02" not in first
    assert "Number 02" in client.get("/petitions?order=most&page=2").text
    soonest = client.get("/petitions?order=closing").text
    assert soonest.index("Number 22") < soonest.index("Number 21")
    only = client.get(f"/petitions?target={target.slug}&organisation={organisation.slug}").text
    assert "Number 03" in only
    assert "Number 04" not in only
    assert target.name in only
    assert "Number 07" in client.get("/petitions?q=07").text
    with counting() as queries:
        client.get("/petitions?q=number")
    assert len(queries) <= 8


def test_a_petition_shows_all_that_came_of_it(client):
    hosts = [OrganisationFactory(), OrganisationFactory()]
    target = make_target(entered_by=hosts[0])
    petition = make_petition(
        hosts=hosts, asks=[make_ask(hosts=hosts, targets=[target])], targets=[target], title="More time"
    )
    shown = {"reason": "My brother waited.", "reason_status": ReasonStatus.SHOWN}
    make_signature(petition, name="Ada Low", display=DisplayName.FIRST_NAME, **shown)
    make_signature(petition, reason="Unread.", reason_status=ReasonStatus.WAITING)
    make_signature(
        petition, name="Bo", reason="As a man.", perspective=Perspective.MAN, reason_status=ReasonStatus.SHOWN
    )
    add_signatures(petition, 9, area="LS6")
    add_signatures(petition, 2, area="LS9")
    count_signatures()
    text = client.get(f"/petitions/{petition.slug}").text
    for words in (
        "More time",
        target.name,
        hosts[1].name,
        "My brother waited.",
        "Ada",
        "<strong>14</strong>",
    ):
        assert words in text, words
    for words in ("Low", "Unread.", "Bo<", "LS9"):
        assert words not in text, words
    assert 'id="sign"' in text
    assert "<svg" in text
    with counting() as queries:
        client.get(f"/petitions/{petition.slug}?x=1")
    small = len(queries)
    add_signatures(petition, 400, area="LS7")
    count_signatures()
    with counting() as queries:
        client.get(f"/petitions/{petition.slug}?x=2")
    assert len(queries) == small <= 18


def test_closed_scheduled_and_taken_back_petitions_say_so(client):
    closed = make_petition(PetitionStatus.CLOSED)
    assert "This petition is closed." in client.get(f"/petitions/{closed.slug}").text
    soon = make_petition(PetitionStatus.SCHEDULED)
    assert "It opens on" in client.get(f"/petitions/{soon.slug}").text
    away = make_petition(PetitionStatus.WITHDRAWN, opened_at=clock.now())
    assert client.get(f"/petitions/{away.slug}").status_code == HTTPStatus.GONE
    for hidden in (make_petition(PetitionStatus.DRAFT), make_petition(PetitionStatus.WITHDRAWN)):
        for suffix in (
            "",
            "/number",
            "/verify",
            "/embed",
            ".json",
            ".atom",
            "/log.json",
            "/log.txt",
            "/count.json",
        ):
            assert client.get(f"/petitions/{hidden.slug}{suffix}").status_code == HTTPStatus.NOT_FOUND


def test_the_page_is_kept_by_caches_for_as_long_as_the_counter_sleeps(client):
    petition = make_petition()
    first = client.get(f"/petitions/{petition.slug}")
    assert (
        first.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
    )
    assert "Set-Cookie" not in first.headers
    again = client.get(f"/petitions/{petition.slug}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    make_signature(petition)
    count_signatures()
    changed = client.get(f"/petitions/{petition.slug}", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == HTTPStatus.OK


def test_someone_signed_in_finds_name_and_address_filled_in(client):
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation)
    petition = make_petition(hosts=[organisation])
    sign_in(client, member.user)
    page = client.get(f"/petitions/{petition.slug}")
    assert member.user.email in page.text
    assert f"/desk/petitions/{petition.slug}" in page.text
    assert page.headers["Cache-Control"].startswith("private")
    sign_in(client, UserFactory())
    assert f"/desk/petitions/{petition.slug}" not in client.get(f"/petitions/{petition.slug}").text


def test_the_number_is_explained(client):
    petition = make_petition()
    add_signatures(petition, 3)
    make_signature(petition, SignatureStatus.PENDING)
    make_signature(petition, SignatureStatus.QUARANTINED)
    gone = make_signature(petition)
    count_signatures()
    with transaction():
        services.take_off(gone, by=UserFactory(is_staff=True))
    count_signatures()
    text = client.get(f"/petitions/{petition.slug}/number").text
    assert "Taken off by a moderator" in text
    assert client.get("/petitions/none/number").status_code == HTTPStatus.NOT_FOUND


def test_a_receipt_proves_that_a_name_is_counted(client):
    petition = make_petition()
    signature = make_signature(petition)
    receipt = emails.receipt_code(signature)
    page = f"/petitions/{petition.slug}/verify"
    assert "not in the log" in client.get(page, query_string={"receipt": receipt}).text
    add_signatures(petition, 300)
    count_signatures()
    publish_heads()
    assert "This signature is in the log." in client.get(page, query_string={"receipt": receipt.upper()}).text
    assert "not a whole receipt" in client.get(page, query_string={"receipt": "abc" + "é" * 61}).text
    assert "not a whole receipt" in client.get(page, query_string={"receipt": "z" * 64}).text
    assert client.get(page).status_code == HTTPStatus.OK
    own = client.get(f"/signatures/{signature.token}").text
    assert f'href="{page}?receipt={receipt}">Check it in the public count</a>' in own
    proof = client.get(f"/petitions/{petition.slug}/proof.json", query_string={"receipt": receipt}).json
    leaf = merkle.leaf_hash(proof["text"].encode())
    path = [bytes.fromhex(each) for each in proof["path"]]
    root = root_from_inclusion(leaf, proof["line"], proof["head"]["size"], path)
    assert root.hex() == proof["head"]["root"]
    with transaction():
        services.withdraw_signature(signature)
    count_signatures()
    assert "It has ended since" in client.get(page, query_string={"receipt": receipt}).text


def test_heads_are_consistent_with_each_other(client):
    petition = make_petition()
    add_signatures(petition, 10)
    count_signatures()
    publish_heads()
    old = client.get(f"/petitions/{petition.slug}/log.json").json["newest"]
    add_signatures(petition, 300)
    count_signatures()
    log = client.get(f"/petitions/{petition.slug}/log.json").json
    new = log["newest"]
    assert [each["size"] for each in log["daily"]] == [10]
    proof = client.get(f"/petitions/{petition.slug}/proof.json?from=10&to=310").json
    path = [bytes.fromhex(each) for each in proof["path"]]
    assert is_consistent(10, 310, bytes.fromhex(old["root"]), bytes.fromhex(new["root"]), path)
    for wrong in ("", "?from=0&to=3", "?from=5&to=311", "?from=x", "?receipt=" + "ab" * 32):
        answer = client.get(
            f"/petitions/{petition.slug}/proof.json{wrong}", headers={"Accept": "application/json"}
        )
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert answer.json["detail"]


def test_the_log_is_given_in_parts(client):
    petition = make_petition()
    add_signatures(petition, 12)
    count_signatures()
    everything = client.get(f"/petitions/{petition.slug}/log.txt").text.splitlines()
    assert len(everything) == 12
    parts = [
        client.get(f"/petitions/{petition.slug}/log.txt?from={at}&to={at + 5}").text for at in (0, 5, 10)
    ]
    assert "".join(parts).splitlines() == everything
    assert client.get(f"/petitions/{petition.slug}/log.txt?from=99").text == ""


def test_figures_for_programs(client):
    hosts = [OrganisationFactory(name="=HYPERLINK()"), OrganisationFactory()]
    petition = make_petition(hosts=hosts, targets=[make_target(entered_by=hosts[0])])
    add_signatures(petition, 7, area="LS6")
    count_signatures()
    publish_heads()
    with transaction():
        services.publish_update(petition, "Heard", "They met us.", by=UserFactory(), on_behalf_of=hosts[1])
    one = client.get(f"/petitions/{petition.slug}.json")
    assert one.headers["Access-Control-Allow-Origin"] == "*"
    assert (one.json["signatures"], one.json["areas"]) == (7, {"LS6": 5})
    assert client.get(f"/petitions/{petition.slug}/count.json").json["signatures"] == 7
    assert len(client.get("/petitions.json").json["petitions"]) == 1
    table = list(csv.reader(io.StringIO(client.get("/petitions.csv").text.removeprefix("\ufeff"))))
    assert table[1][0] == petition.title
    assert all(not cell.startswith("=") for row in table for cell in row)
    for path in ("/petitions.atom", f"/petitions/{petition.slug}.atom"):
        feed = ET.fromstring(client.get(path).data)  # noqa: S314  # our own
        assert "Heard" in "".join(feed.itertext())
    assert "Signed head" in client.get(f"/petitions/{petition.slug}.atom").text
    assert f"/petitions/{petition.slug}" in client.get("/sitemap.xml").text
    assert session.get_one(Petition, petition.id).total == 7


def test_lines_of_the_log_are_numbered_as_people_count(client):
    petition = make_petition()
    signature = make_signature(petition)
    receipt = {"receipt": emails.receipt_code(signature)}
    count_signatures()
    publish_heads()
    page = f"/petitions/{petition.slug}/verify"
    assert "It is line 1 of 1." in client.get(page, query_string=receipt).text
    assert "Paste your receipt first." in client.get(f"{page}?receipt=+").text
    assert "Paste your receipt first." not in client.get(page).text
    with transaction():
        services.withdraw_signature(signature)
    count_signatures()
    publish_heads()
    assert "line 2 says so" in client.get(page, query_string=receipt).text
    assert client.get(f"/petitions/{petition.slug}/log.txt").text.splitlines()[1].startswith("withdrawn")


def test_other_sites_embed_a_petition(client, app):
    petition = make_petition()
    embed = client.get(f"/petitions/{petition.slug}/embed")
    assert "<script" not in embed.text, (
        "its policy would refuse it, with an error in the console of the other site"
    )
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed.headers
    assert "<form" not in embed.text
    site = app.extensions["twain_settings"].public_url
    address = f"{site}/petitions/{petition.slug}"
    answer = client.get("/oembed", query_string={"url": address, "maxwidth": "300"}).json
    assert (answer["type"], answer["width"]) == ("rich", 300)
    assert f"{address}/embed" in answer["html"]
    assert "oembed" in client.get(f"/petitions/{petition.slug}").text
    for url in ("", "https://elsewhere.example/petitions/x", f"{site}/events/x", f"{address}x"):
        assert client.get("/oembed", query_string={"url": url}).status_code == HTTPStatus.NOT_FOUND
    xml = client.get("/oembed", query_string={"url": address, "format": "xml"})
    assert xml.status_code == HTTPStatus.NOT_IMPLEMENTED


@pytest.fixture
def site(app):
    """Serve the application to programs on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _verify(folder, *arguments):
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "static" / "verify.py"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_the_stand_alone_program_proves_the_count_and_sees_tampering(site, tmp_path):
    petition = make_petition()
    mine = make_signature(petition)
    add_signatures(petition, 300)
    count_signatures()
    publish_heads()
    gone = make_signature(petition)
    count_signatures()
    with transaction():
        services.withdraw_signature(gone)
    count_signatures()
    address, receipt = f"{site}/petitions/{petition.slug}", emails.receipt_code(mine)
    code, words = _verify(tmp_path, address, receipt)
    assert (code, words) == (
        0,
        "Your signature is line 0.\nRIGHT: 301 signatures, 303 lines, 2 signed heads. Saved for next time.",
    )
    saved = f"{petition.slug}.json"
    assert _verify(tmp_path, address, saved)[0] == 0
    assert "your receipt is not there" in _verify(tmp_path, address, "ab" * 32)[1]
    forged = json.loads((tmp_path / saved).read_text())
    forged["newest"]["signature"] = "00" * 64
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    assert _verify(tmp_path, address, "forged.json")[0] == 1
    session.execute(update(Petition).values(signature_count=310))
    session.commit()
    assert "the log does not" in _verify(tmp_path, address)[1]
    session.execute(update(Petition).values(signature_count=301))
    session.execute(update(LogLine).where(LogLine.leaf_index == 7).values(commitment=b"x" * 32))
    session.commit()
    assert "not the one that was signed" in _verify(tmp_path, address)[1]


def test_the_program_is_at_most_sixty_lines(app):
    assert len((ROOT / "static" / "verify.py").read_text().splitlines()) <= 60


def test_petitions_stand_on_other_pages_too(client):
    organisation = OrganisationFactory()
    initiative = Initiative(
        cohosting=make_petition(hosts=[organisation]).cohosting,
        slug="doors",
        status=InitiativeStatus.PUBLISHED,
        title="Doors",
        created_at=clock.now(),
        revised_at=clock.now(),
    )
    session.add(initiative)
    session.commit()
    petition = make_petition(hosts=[organisation], initiative=initiative)
    event = EventFactory(hosts=[organisation], initiative_id=initiative.id)
    add_signatures(petition, 2)
    count_signatures()
    assert petition.title in client.get("/").text
    assert petition.title in client.get(f"/organisations/{organisation.slug}").text
    page = client.get(f"/events/{event.slug}").text
    assert f'/petitions/{petition.slug}/signatures?event={event.slug}"' in page
    with transaction():
        services.close_on_time(petition.id)  # nothing: it is not over
        petition.closes_at = clock.now() - timedelta(minutes=1)
        session.flush()
        services.close_on_time(petition.id)
    assert "Sign together" not in client.get(f"/events/{event.slug}").text


def test_the_desk_says_what_waits(client):
    organisation = OrganisationFactory()
    members = [MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER) for _ in range(2)]
    petition = make_petition(hosts=[organisation])
    make_signature(petition, reason="Mine.", reason_status=ReasonStatus.WAITING)
    with transaction():
        batch = services.begin_batch(
            petition, services.PaperDetails("Fair"), by=members[0].user, on_behalf_of=organisation
        )
        services.enter_lines(batch, [PaperLine("Ada")], by=members[0].user)
        services.hand_to_checker(batch, by=members[0].user)
    sign_in(client, members[0].user)
    mine = client.get("/desk").text
    assert "wrote why" in mine
    assert "wait for a second person" not in mine
    sign_in(client, members[1].user)
    assert "wait for a second person" in client.get("/desk").text
