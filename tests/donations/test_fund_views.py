"""The desk screens of funds."""

import io
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.accounts.models import User
from app.cohosting.queries import open_proposal
from app.core import clock
from app.core.database import session
from app.donations.models import Fund, FundStatus, MessageStatus, Spending
from app.donations.queries.funds import shares_of
from app.donations.queries.ledger import sums_of
from app.donations.rules.ledger import left_to
from app.donations.rules.spending import at_hand
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from tests.donations.booking import give
from tests.donations.factories import make_fund
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rereading import fresh
from tests.signing_in import sign_in
from tests.visiting import posted, text_of

HOME = "/desk/funds"
WORDS = {
    "title": "Tea for all",
    "summary": "In short.",
    "about": "",
    "purpose": "Why *so*.",
    "if_it_fails": "Back to the givers.",
    "currency": "GBP",
    "goal": "1200.50",
    "suggested": "5, 10 20",
    "takes_monthly": "y",
    "route": "ledger",
    "language": "en",
}


@pytest.fixture
def organiser(client: FlaskClient) -> tuple[User, Organisation]:
    organisation = OrganisationFactory(name="Harbour Men’s Circle")
    member = MembershipFactory(organisation=organisation, role=MemberRole.OWNER)
    sign_in(client, member.user)
    return member.user, organisation


@pytest.fixture
def mine(organiser: tuple[User, Organisation]) -> Fund:
    other = OrganisationFactory(name="The Long Table")
    return make_fund(hosts=[organiser[1], other], slug="tea", title="Tea for all")


def test_a_fund_is_begun_written_and_opened(
    client: FlaskClient, organiser: tuple[User, Organisation]
) -> None:
    _user, organisation = organiser
    cause = make_initiative(hosts=[organisation])
    assert "No fund yet" in text_of(client, HOME)
    text_of(client, f"{HOME}/new")
    posted(client, f"{HOME}/new", {"title": "", "organisation": organisation.id}, 422)
    posted(client, f"{HOME}/new", {"title": "Tea for all", "organisation": organisation.id})
    here = f"{HOME}/tea-for-all"
    assert "Before it can open" in text_of(client, here)
    assert "it needs" in text_of(client, f"{here}/publish")
    assert cause.title in text_of(client, f"{here}/edit")
    posted(client, f"{here}/edit", {**WORDS, "about": str(cause.cohosting_id), "version": "1"})
    fund = session.query(Fund).one()
    assert (fund.goal_minor, fund.suggested, fund.about_id) == (
        120_050,
        [500, 1_000, 2_000],
        cause.cohosting_id,
    )
    assert 'value="1200.50"' in text_of(client, f"{here}/edit")
    text_of(client, f"{here}/publish")
    posted(client, f"{here}/publish", {"on_behalf_of": organisation.id})
    assert fresh(fund).status is FundStatus.OPEN
    assert "Open for gifts" in text_of(client, here)
    assert "Tea for all" in text_of(client, HOME)
    assert "My funds" in text_of(client, "/desk")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("goal", "1,00", "Put a point before the smaller coins"),
        ("goal", "1e309", "Write the amount in digits"),
        ("goal", "-5", "without a minus"),
        ("goal", "１００", "digits 0 to 9 of your keyboard"),
        ("goal", "0", "more than nothing"),
        ("suggested", "5 10 20 50 100", "up to four amounts"),
        ("suggested", "five", "Write the amount in digits"),
    ],
)
def test_hostile_amounts_get_one_sentence_and_lose_nothing(
    client: FlaskClient, mine: Fund, field: str, typed: str, sentence: str
) -> None:
    page = posted(client, f"{HOME}/tea/edit", {**WORDS, field: typed, "version": "1"}, 422)
    assert sentence in page
    assert f'value="{typed}"' in page
    assert "Why *so*." in page


def test_parts_are_typed_in_per_cent_and_both_sign_off(
    client: FlaskClient, mine: Fund, organiser: tuple[User, Organisation]
) -> None:
    first, second = (each.organisation_id for each in shares_of(mine))
    here = f"{HOME}/tea/shares"
    assert 'value="50"' in text_of(client, here)
    parts = {"version": "1", "parts-0-organisation": first, "parts-1-organisation": second}
    page = posted(client, here, {**parts, "parts-0-percent": "60", "parts-1-percent": "30"}, 422)
    assert "sum to 90 per cent" in page
    assert 'value="60"' in page
    page = posted(client, here, {**parts, "parts-0-percent": "half", "parts-1-percent": "50"}, 422)
    assert "Write a number from 0 to 100" in page
    posted(client, here, {**parts, "parts-0-percent": "66,67", "parts-1-percent": "33.33"})
    proposal = open_proposal(fresh(mine).cohosting)
    assert proposal is not None
    assert [each["weight"] for each in proposal.content["shares"]] == [6_667, 3_333]
    assert [each.weight for each in shares_of(mine)] == [5_000, 5_000]
    assert "66.67" in text_of(client, f"/desk/proposals/{proposal.id}")
    version = str(fresh(mine).version)
    posted(client, here, {**parts, "version": version, "equal": "y"})
    assert open_proposal(fresh(mine).cohosting) is None


def test_two_who_write_at_once_see_what_differs(client: FlaskClient, mine: Fund) -> None:
    mine.version = 5
    session.commit()
    page = posted(client, f"{HOME}/tea/edit", {**WORDS, "version": "1"}, 422)
    assert "Someone else changed this" in page
    assert "In short." in page


def test_a_fund_is_closed_told_of_and_opened_again(
    client: FlaskClient, organiser: tuple[User, Organisation]
) -> None:
    fund = make_fund(hosts=[organiser[1]], slug="tea")
    here = f"{HOME}/tea"
    text_of(client, f"{here}/close")
    posted(client, f"{here}/close", {"outcome": ""}, 422)
    posted(client, f"{here}/close", {"outcome": "Tea all winter."})
    assert fresh(fund).status is FundStatus.CLOSED
    text_of(client, f"{here}/outcome")
    posted(client, f"{here}/outcome", {"outcome": "Tea all winter, and cake."})
    assert fresh(fund).outcome == "Tea all winter, and cake."
    posted(client, f"{here}/close", {"outcome": "Again."})
    text_of(client, f"{here}/reopen")
    posted(client, f"{here}/reopen", {})
    assert fresh(fund).status is FundStatus.OPEN
    for step in ("reopen", "outcome", "delete"):
        assert client.get(f"{here}/{step}").status_code == HTTPStatus.SEE_OTHER


def test_a_draft_is_deleted(client: FlaskClient, organiser: tuple[User, Organisation]) -> None:
    fund = make_fund(FundStatus.DRAFT, hosts=[organiser[1]], slug="tea")
    text_of(client, f"{HOME}/tea/delete")
    posted(client, f"{HOME}/tea/delete", {})
    assert fresh(fund).status is FundStatus.DELETED
    text_of(client, f"{HOME}/tea", 404)


def test_a_fund_whose_hosts_changed_says_so_kindly(
    client: FlaskClient, organiser: tuple[User, Organisation]
) -> None:
    fund = make_fund(hosts=[organiser[1], OrganisationFactory()], slug="tea")
    session.delete(shares_of(fund)[1])
    session.commit()
    assert "agree anew" in text_of(client, f"{HOME}/tea")
    public = text_of(client, "/funds/tea")
    assert "agreeing anew" in public
    assert 'href="#give"' not in public


@pytest.mark.parametrize("step", ["", "/edit", "/shares", "/publish", "/close", "/spending", "/messages"])
def test_a_strangers_fund_is_not_there(
    client: FlaskClient, organiser: tuple[User, Organisation], step: str
) -> None:
    make_fund(slug="tea")
    text_of(client, f"{HOME}/tea{step}", 404)


def test_helpers_read_and_do_not_decide(client: FlaskClient) -> None:
    fund = make_fund(slug="tea")
    member = MembershipFactory(organisation=shares_of(fund)[0].organisation, role=MemberRole.HELPER)
    sign_in(client, member.user)
    text_of(client, f"{HOME}/tea")
    for step in ("edit", "shares", "close", "spending", "messages"):
        text_of(client, f"{HOME}/tea/{step}", 403)


SPENT = {"what": "Rent of the hall", "amount": "80.50", "is_receipt_public": "y"}


class TestSpending:
    def spend(self, client: FlaskClient, status: int = 303, **changed: object) -> str:
        data = {**SPENT, "spent_on": clock.now().date().isoformat(), **changed}
        return posted(client, f"{HOME}/tea/spending", data, status)

    def test_a_treasurer_writes_it_down_with_a_receipt_without_its_place(
        self, client: FlaskClient, mine: Fund
    ) -> None:
        give(mine, 40_000)
        picture, exif = io.BytesIO(), Image.Exif()
        exif[0x010F] = "Secret camera"
        Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
        text_of(client, f"{HOME}/tea/spending")
        self.spend(client, receipt=(io.BytesIO(picture.getvalue()), "till.jpg"))
        row = session.query(Spending).one()
        assert (row.amount_minor, row.receipt_type) == (8_050, "image/webp")
        host = row.organisation_id
        assert left_to(host, sums_of(mine).lines()) == 20_000 - 8_050
        kept = client.get(f"{HOME}/tea/spending/{row.id}/receipt")
        assert kept.mimetype == "image/webp"
        assert b"Secret" not in kept.data
        assert client.get(f"/funds/tea/receipts/{row.id}").data == kept.data
        for page in (f"{HOME}/tea/spending", "/funds/tea/ledger"):
            said = text_of(client, page)
            assert "Rent of the hall" in said
            assert sha256(kept.data).hexdigest() in said, "anyone can tell that it is the same as ever"

    def test_a_receipt_that_names_people_stays_with_the_hosts(self, client: FlaskClient, mine: Fund) -> None:
        give(mine, 40_000)
        receipt = (io.BytesIO(b"%PDF-1.4 a bill"), "bill.pdf")
        self.spend(client, receipt=receipt, is_receipt_public="")
        row = session.query(Spending).one()
        text_of(client, f"/funds/tea/receipts/{row.id}", 404)
        assert client.get(f"{HOME}/tea/spending/{row.id}/receipt").data == b"%PDF-1.4 a bill"
        text_of(client, "/funds/tea/receipts/999", 404)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"amount": "1,00"}, "Put a point"),
            ({"amount": "300"}, "more than Harbour Men’s Circle has left: £200"),
            ({"spent_on": "2099-01-01"}, "still to come"),
            ({"receipt": (io.BytesIO(b"MZ program"), "bill.pdf")}, "PDF files and pictures"),
            ({"what": ""}, "Say what it was for."),
        ],
    )
    def test_what_cannot_be_gets_one_sentence(
        self, client: FlaskClient, mine: Fund, changed: dict[str, object], sentence: str
    ) -> None:
        give(mine, 40_000)
        assert sentence in self.spend(client, 422, **changed)
        assert not session.query(Spending).count()

    def test_a_mistake_is_taken_back_by_a_new_entry(self, client: FlaskClient, mine: Fund) -> None:
        give(mine, 40_000)
        self.spend(client)
        row = session.query(Spending).one()
        here = f"{HOME}/tea/spending/{row.id}/correct"
        text_of(client, here)
        posted(client, here, {"reason": ""}, 422)
        for _again in range(2):
            posted(client, here, {"reason": "Paid by another fund."})
        session.refresh(row)
        assert row.correction == "Paid by another fund."
        assert at_hand(row.organisation_id, sums_of(mine).lines()) == 20_000
        assert "Paid by another fund." in text_of(client, "/funds/tea/ledger")

    def test_the_receipt_of_a_mistake_stays_with_the_hosts(self, client: FlaskClient, mine: Fund) -> None:
        give(mine, 40_000)
        self.spend(client, receipt=(io.BytesIO(b"%PDF-1.4 a bill"), "bill.pdf"))
        row = session.query(Spending).one()
        public = f"/funds/tea/receipts/{row.id}"
        shown = client.get(public)
        assert shown.status_code == HTTPStatus.OK
        assert "max-age=86400" not in shown.headers["Cache-Control"], "no copy outlives a correction for long"
        assert public in text_of(client, "/funds/tea/ledger")
        posted(client, f"{HOME}/tea/spending/{row.id}/correct", {"reason": "Paid by another fund."})
        text_of(client, public, 404)
        assert public not in text_of(client, "/funds/tea/ledger")
        assert client.get(f"{HOME}/tea/spending/{row.id}/receipt").data == b"%PDF-1.4 a bill"

    def test_a_host_that_is_not_verified_tells_the_public_nothing(
        self, client: FlaskClient, mine: Fund, organiser: tuple[User, Organisation]
    ) -> None:
        give(mine, 40_000)
        self.spend(client)
        row = session.query(Spending).one()
        organiser[1].status = OrganisationStatus.UNVERIFIED
        session.commit()
        assert "is not verified now" in self.spend(client, 422, what="Buy at example.com")
        here = f"{HOME}/tea/spending/{row.id}/correct"
        assert "is not verified now" in posted(client, here, {"reason": "See example.com"}, 422)
        assert "example.com" not in text_of(client, "/funds/tea/ledger")

    def test_spending_waits_until_the_fund_is_open(
        self, client: FlaskClient, organiser: tuple[User, Organisation]
    ) -> None:
        make_fund(FundStatus.DRAFT, hosts=[organiser[1]], slug="tea")
        assert client.get(f"{HOME}/tea/spending").status_code == HTTPStatus.SEE_OTHER

    def test_long_lists_go_on_by_cursor(self, client: FlaskClient, mine: Fund) -> None:
        give(mine, 400_000)
        for number in range(22):
            day = clock.now().date() - timedelta(days=number // 3)
            self.spend(client, what=f"Thing {number:02}", amount="1", spent_on=day.isoformat())
        seen = [each.what for each in session.query(Spending).order_by(Spending.id)]
        first = text_of(client, f"{HOME}/tea/spending")
        after = first.split("spending?after=")[1].split('"')[0]
        second = text_of(client, f"{HOME}/tea/spending?after={after}")
        assert all((name in first) != (name in second) for name in seen)
        text_of(client, f"{HOME}/tea/spending?after=nonsense")


def test_messages_are_read_before_others_can(client: FlaskClient, mine: Fund) -> None:
    gift = give(mine, message="For my brother.", message_status=MessageStatus.WAITING, name="Kim")
    assert "wrote a message" in text_of(client, "/desk")
    assert "For my brother." in text_of(client, f"{HOME}/tea/messages")
    assert "For my brother." not in text_of(client, "/funds/tea")
    posted(client, f"{HOME}/tea/messages/{gift.id}", {"verdict": "shown"})
    assert "For my brother." in text_of(client, "/funds/tea")
    posted(client, f"{HOME}/tea/messages/{gift.id}", {"verdict": "refused"})
    assert "For my brother." not in text_of(client, "/funds/tea")
    assert "Show it after all" in text_of(client, f"{HOME}/tea/messages")
    posted(client, f"{HOME}/tea/messages/{gift.id}", {"verdict": "none"}, 404)
    posted(client, f"{HOME}/tea/messages/999", {"verdict": "shown"}, 404)


def test_a_host_that_is_not_verified_shows_no_message_and_can_hide_one(
    client: FlaskClient, mine: Fund, organiser: tuple[User, Organisation]
) -> None:
    gift = give(mine, message="For my brother.", message_status=MessageStatus.SHOWN)
    organiser[1].status = OrganisationStatus.UNVERIFIED
    session.commit()
    posted(client, f"{HOME}/tea/messages/{gift.id}", {"verdict": "refused"})
    assert "For my brother." not in text_of(client, "/funds/tea")
    posted(client, f"{HOME}/tea/messages/{gift.id}", {"verdict": "shown"})
    assert "is not verified now" in text_of(client, f"{HOME}/tea/messages")
    assert "For my brother." not in text_of(client, "/funds/tea")
