"""The treasurer's desk: cash counted by two, settlements, closed books, refunds, a table, Gift Aid files."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.core.database import session
from app.core.i18n import format_month
from app.core.transaction import transaction
from app.donations import queries
from app.donations.models import (
    Account,
    Charity,
    ClaimedPart,
    DeclarationScope,
    Donation,
    DonationStatus,
    EntryKind,
    LedgerEntry,
    LedgerMismatch,
    MismatchKind,
    Payout,
    PayoutStatus,
    RecurringGift,
    RecurringStatus,
    Refund,
    RefundStatus,
    Spending,
    Transfer,
    TransferStatus,
)
from app.donations.queries.giving import names_through
from app.donations.rules import ledger
from app.donations.rules.gift_aid import SCHEDULE_HEADS, DeclarationDetails
from app.donations.services.declaring import cancel_declarations, declare
from app.donations.services.ledger import Cause, write_entry
from app.donations.services.refunding import request_refund
from app.donations.services.showing import show_name
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.donations.booking import give
from tests.donations.factories import make_donation, make_fund
from tests.donations.spreadsheets import read_ods
from tests.donations.treasurers import fund, hosts, keeper, keeper_of
from tests.organisations.factories import OrganisationFactory
from tests.page import without_chance
from tests.queries import counting
from tests.signing_in import sign_in

__all__ = ["fund", "hosts", "keeper"]


def today():
    return clock.now().date()


def paid(fund, amount=1_000, **values):
    donation = make_donation(
        fund, amount, DonationStatus.PAID, payment_id=values.pop("payment_id", "pi_1"), **values
    )
    with transaction():
        cause = Cause(EntryKind.GIFT, of=donation.reference, donation=donation)
        write_entry(fund, cause, ledger.gift(amount, donation.weights))
    return donation


def raised(fund):
    session.rollback()
    return ledger.raised(queries.sums_of(fund).lines())


@pytest.mark.parametrize("role", [MemberRole.ORGANISER, MemberRole.HELPER])
def test_only_those_who_look_after_money_see_it(client: FlaskClient, fund, hosts, role):
    sign_in(client, keeper_of(hosts[0], role))
    for address in ("treasury", "treasury/gifts", "treasury/settle", "treasury/close"):
        assert client.get(f"/desk/funds/tea/{address}").status_code == 403
    assert client.get("/desk/organisations/ember/gift-aid").status_code == 404


def test_another_organisations_treasurer_sees_nothing(client: FlaskClient, fund):
    gift = paid(fund)
    sign_in(client, keeper_of(OrganisationFactory(name="Other")))
    assert client.get("/desk/funds/tea/treasury").status_code == 404
    assert client.get(f"/desk/funds/tea/treasury/gifts/{gift.id}").status_code == 404
    assert client.post("/desk/funds/tea/treasury/gifts.csv").status_code == 404


def test_gifts_of_another_fund_cannot_be_reached(client: FlaskClient, fund, keeper):
    elsewhere = paid(make_fund(slug="elsewhere"))
    refund = Refund(
        donation=elsewhere,
        reference="r",
        status=RefundStatus.REQUESTED,
        amount_minor=5,
        created_at=clock.now(),
        attempt=1,
    )
    session.add(refund)
    session.commit()
    for address in (f"gifts/{elsewhere.id}", f"gifts/{elsewhere.id}/give-back", f"refunds/{refund.id}"):
        assert client.get(f"/desk/funds/tea/treasury/{address}").status_code == 404


def test_cash_is_counted_by_two_people(client: FlaskClient, fund, hosts, keeper):
    page = client.post(
        "/desk/funds/tea/treasury/gifts",
        data={"source": "cash", "amount": "84.20", "on": today().isoformat()},
    )
    assert page.status_code == 303
    gift = session.query(Donation).one()
    assert (gift.status, raised(fund)) == (DonationStatus.PENDING, 0)
    alone = f"/desk/funds/tea/treasury/gifts/{gift.id}"
    assert 'href="/desk/funds/tea/treasury#cash"' in client.get(alone).text, "it says what comes next"
    address = f"/desk/funds/tea/treasury/gifts/{gift.id}/count"
    refused = client.post(address, data={"amount": "84.20"})
    assert refused.status_code == 422
    assert "Cash is counted by two people" in refused.get_data(as_text=True)
    sign_in(client, keeper_of(hosts[1]))
    shown = client.get(address).get_data(as_text=True)
    assert "84" not in without_chance(shown.split("<main")[1])
    assert "another sum" in client.post(address, data={"amount": "84.00"}).get_data(as_text=True)
    assert raised(fund) == 0
    assert client.post(address, data={"amount": "84.20"}).status_code == 303
    assert raised(fund) == 8_420
    assert "#cash" not in client.get(alone).text
    assert "counted already" in client.post(address, data={"amount": "84.20"}).get_data(as_text=True)
    assert raised(fund) == 8_420


def test_a_count_can_be_taken_back_until_it_is_confirmed(client: FlaskClient, fund, keeper):
    client.post(
        "/desk/funds/tea/treasury/gifts", data={"source": "cash", "amount": "8", "on": today().isoformat()}
    )
    gift = session.query(Donation).one()
    assert client.post(f"/desk/funds/tea/treasury/gifts/{gift.id}/discard").status_code == 303
    session.rollback()
    assert session.get_one(Donation, gift.id).status is DonationStatus.EXPIRED
    assert raised(fund) == 0


def test_a_bank_transfer_counts_at_once_and_shows_on_the_page(client: FlaskClient, fund, keeper):
    data = {"source": "bank", "amount": "50", "on": today().isoformat(), "name": "Sam Example"}
    client.post("/desk/funds/tea/treasury/gifts", data=data)
    page = client.get("/desk/funds/tea/treasury").get_data(as_text=True)
    assert "£50.00" in page
    assert "Sam Example" in page
    assert page.count("£25.00") >= 2
    gift = session.query(Donation).one()
    one = client.get(f"/desk/funds/tea/treasury/gifts/{gift.id}").get_data(as_text=True)
    assert "Not to be shown to others" in one


def test_who_gave_is_no_day_to_begin_with_in_french(client: FlaskClient, fund, keeper):
    give(fund, 5_000, name="Sam Example")
    gift = session.query(Donation).one()
    for rest in ("", f"/gifts/{gift.id}"):
        page = client.get(f"/desk/funds/tea/treasury{rest}?lang=fr").text
        assert "De qui" in page
        assert "À partir du" not in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"amount": "1,00"}, "point before the smaller coins"),
        ({"amount": "-5"}, "without a minus"),
        ({"amount": "１００"}, "digits 0 to 9"),
        ({"amount": ""}, "Write the amount"),
        ({"on": ""}, "Choose a day"),
        ({"on": "2099-01-01"}, "still to come"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(client: FlaskClient, fund, keeper, data, sentence):
    sent = {"source": "bank", "amount": "5", "on": today().isoformat(), "name": "Sam", **data}
    page = client.post("/desk/funds/tea/treasury/gifts", data=sent)
    assert page.status_code == 422
    assert sentence in page.get_data(as_text=True)
    assert 'value="Sam"' in page.get_data(as_text=True)
    assert session.query(Donation).count() == 0


def test_a_settlement_is_written_once_and_never_more_than_is_left(client: FlaskClient, fund, hosts, keeper):
    paid(fund)
    sent = {
        "key": "k1",
        "organisation": hosts[1].id,
        "amount": "4",
        "on": today().isoformat(),
        "note": "BACS 17",
    }
    assert "Well, with £5.00 left" in client.get("/desk/funds/tea/treasury/settle").text
    for _ in range(2):
        assert client.post("/desk/funds/tea/treasury/settle", data=sent).status_code == 303
    assert "Well, with £1.00 left" in client.get("/desk/funds/tea/treasury/settle").text
    assert session.query(LedgerEntry).filter_by(kind=EntryKind.SETTLEMENT).count() == 1
    session.rollback()
    assert ledger.left_to(hosts[1].id, queries.sums_of(fund).lines()) == 100
    nobody = {name: value for name, value in sent.items() if name != "organisation"}
    assert "Choose the host." in client.post("/desk/funds/tea/treasury/settle", data=nobody).text
    page = client.post("/desk/funds/tea/treasury/settle", data={**sent, "key": "k2"})
    assert page.status_code == 422
    assert "Only £1.00 is left to Well" in page.get_data(as_text=True)


def test_closed_books_stay_closed(client: FlaskClient, fund, keeper):
    yesterday = today() - timedelta(days=1)
    address = "/desk/funds/tea/treasury/close"
    assert "that have passed" in client.post(address, data={"until": today().isoformat()}).get_data(
        as_text=True
    )
    assert client.post(address, data={"until": yesterday.isoformat()}).status_code == 303
    assert "already" in client.post(address, data={"until": yesterday.isoformat()}).get_data(as_text=True)
    sent = {"source": "bank", "amount": "5", "on": yesterday.isoformat()}
    page = client.post("/desk/funds/tea/treasury/gifts", data=sent)
    assert page.status_code == 422
    assert "books are closed" in page.get_data(as_text=True)


def test_books_stay_open_while_cash_of_these_days_is_counted_once(client: FlaskClient, fund, hosts, keeper):
    yesterday = (today() - timedelta(days=1)).isoformat()
    home = "/desk/funds/tea/treasury"
    client.post(f"{home}/gifts", data={"source": "cash", "amount": "5", "on": yesterday})
    refused = client.post(f"{home}/close", data={"until": yesterday})
    assert refused.status_code == 422
    assert "counted a second time" in refused.text, "else it could never come into the ledger"
    earlier = client.post(f"{home}/close", data={"until": (today() - timedelta(days=2)).isoformat()})
    assert earlier.status_code == 303
    sign_in(client, keeper_of(hosts[1]))
    client.post(f"{home}/gifts/{session.query(Donation).one().id}/count", data={"amount": "5"})
    assert client.post(f"{home}/close", data={"until": yesterday}).status_code == 303
    assert raised(fund) == 500


def test_a_large_refund_needs_two_people(client: FlaskClient, fund, hosts, keeper):
    gift = paid(fund, 50_000)
    address = f"/desk/funds/tea/treasury/gifts/{gift.id}"
    assert client.post(f"{address}/give-back", data={"amount": "500"}).status_code == 303
    refund = session.query(Refund).one()
    assert (refund.status, raised(fund)) == (RefundStatus.REQUESTED, 50_000)
    decide = f"/desk/funds/tea/treasury/refunds/{refund.id}"
    assert "Someone else" in client.get(decide).get_data(as_text=True)
    assert "second person" in client.post(decide, data={"verdict": "yes"}).get_data(as_text=True)
    sign_in(client, keeper_of(hosts[1]))
    assert client.post(decide, data={"verdict": "yes"}).status_code == 303
    assert raised(fund) == 0
    session.rollback()
    assert session.get_one(Refund, refund.id).status is RefundStatus.PENDING
    assert "decided already" in client.post(decide, data={"verdict": "no"}).get_data(as_text=True)


def test_the_first_yes_to_a_large_refund_promises_no_mail(client: FlaskClient, fund, keeper):
    gift = paid(fund, 50_000)
    with transaction():
        asked = request_refund(gift)
    decide = f"/desk/funds/tea/treasury/refunds/{asked.id}"
    said = client.post(decide, data={"verdict": "yes"}, follow_redirects=True).text
    assert session.get_one(Refund, asked.id, populate_existing=True).status is RefundStatus.REQUESTED
    assert "waiting for a second person" in said
    assert "The giver gets a mail" not in said


def test_no_more_goes_back_than_was_given(client: FlaskClient, fund, keeper):
    gift = paid(fund, 1_000)
    address = f"/desk/funds/tea/treasury/gifts/{gift.id}/give-back"
    assert client.post(address, data={"amount": "6"}).status_code == 303
    page = client.post(address, data={"amount": "6"})
    assert page.status_code == 422
    assert raised(fund) == 400


def test_the_table_of_gifts_holds_every_gift_and_no_formula(client: FlaskClient, fund, keeper):
    paid(fund, 1_050, name="=cmd()", is_name_hidden=True)
    paid(fund, 500, name="Kim, Example", is_name_hidden=False, payment_id="pi_2")
    response = client.post("/desk/funds/tea/treasury/gifts.csv")
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert [row["amount"] for row in rows] == ["10.50", "5.00"]
    assert [row["name"] for row in rows] == ["'=cmd()", "Kim, Example"]
    assert [row["name_shown"] for row in rows] == ["no", "yes"]


def test_gift_aid_is_claimed_once_in_hmrcs_columns(client: FlaskClient, fund, hosts, keeper):
    charity = Charity(organisation=hosts[0], name="Ember", number="1", hmrc_reference="AB1", is_claiming=True)
    session.add(charity)
    session.commit()
    details = DeclarationDetails("Anne-Marie", "Example", "12a", "LS6 2AB", "Ms", DeclarationScope.THIS)
    covered, bare, cancelled = (paid(fund, 1_001, payment_id=f"pi_{number}") for number in range(3))
    with transaction():
        declare(covered, details, to=[charity])
        declare(cancelled, details, to=[charity])
        cancel_declarations(cancelled)
    page = client.get(f"/desk/organisations/{hosts[0].slug}/gift-aid").get_data(as_text=True)
    assert "made no declaration" in page
    assert "took the declaration back" in page
    home = f"/desk/organisations/{hosts[0].slug}/gift-aid/claims"
    for _ in range(2):
        assert client.post(home).status_code == 303
    part = session.query(ClaimedPart).one()
    assert (part.donation_id, part.amount_minor) == (covered.id, 501)
    response = client.post(f"{home}/{part.claim_id}/file")
    day = (covered.paid_at or clock.now()).strftime("%d/%m/%y")
    assert read_ods(response.get_data()) == [
        list(SCHEDULE_HEADS),
        ["Ms", "Anne Marie", "Example", "12a", "LS6 2AB", None, None, day, Decimal("5.01")],
    ]
    assert bare.id != covered.id
    assert client.post(f"{home}/{part.claim_id}/take-back").status_code == 303
    assert session.query(ClaimedPart).count() == 0
    sign_in(client, keeper_of(hosts[1]))
    assert client.get(f"/desk/organisations/{hosts[0].slug}/gift-aid").status_code == 404


def mismatch(fund, line_id="txn_1"):
    row = LedgerMismatch(
        line_id=line_id,
        kind=MismatchKind.AMOUNT,
        fund_id=fund.id if fund else None,
        ours_minor=500,
        theirs_minor=450,
        currency="GBP",
        moved_at=clock.now(),
        found_at=clock.now(),
    )
    session.add(row)
    session.commit()
    return row


def test_a_difference_stays_until_someone_explains_it(client: FlaskClient, fund, keeper):
    row, elsewhere = mismatch(fund), mismatch(make_fund(slug="elsewhere"), "txn_2")
    home = "/desk/funds/tea/treasury"
    page = client.get(home).get_data(as_text=True)
    assert "The ledger says £5.00." in page
    assert "Stripe says £4.50." in page
    assert client.post(f"{home}/mismatches/{elsewhere.id}", data={"note": "x"}).status_code == 404
    said = client.post(f"{home}/mismatches/{row.id}", data={"note": " "}, follow_redirects=True)
    assert "in a few words" in said.get_data(as_text=True)
    client.post(f"{home}/mismatches/{row.id}", data={"note": "A fee that Stripe gave back"})
    session.rollback()
    assert session.get_one(LedgerMismatch, row.id).solved_by_id == keeper.id
    assert "£4.50" not in client.get(home).get_data(as_text=True)


def test_a_part_that_could_not_be_passed_on_can_be_tried_again(client: FlaskClient, fund, hosts, keeper):
    gift = paid(fund)
    transfer = Transfer(
        donation=gift,
        organisation=hosts[1],
        status=TransferStatus.FAILED,
        amount_minor=500,
        reversed_minor=0,
        account="acct_1",
        refusal="balance_insufficient",
        created_at=clock.now(),
    )
    session.add(transfer)
    session.commit()
    assert "£5.00 for Well" in client.get("/desk/funds/tea/treasury").get_data(as_text=True)
    for expected in (303, 404):
        address = f"/desk/funds/tea/treasury/transfers/{transfer.id}"
        assert client.post(address).status_code == expected
    session.rollback()
    assert session.get_one(Transfer, transfer.id).status is TransferStatus.PENDING


def test_staff_see_what_differs_and_what_was_paid_out(client: FlaskClient, fund):
    row = mismatch(None)
    payout = Payout(
        provider_id="po_1",
        amount_minor=1_000,
        lines_minor=900,
        currency="GBP",
        arrives_on=today(),
        created_at=clock.now(),
        told_at=clock.now(),
        status=PayoutStatus.PAID,
    )
    session.add(payout)
    session.commit()
    sign_in(client, UserFactory(is_staff=True))
    page = client.get("/staff/money").get_data(as_text=True)
    assert "£10.00" in page
    assert "differs" in page
    assert "1 to explain" in client.get("/staff").get_data(as_text=True)
    client.post(f"/staff/money/{row.id}", data={"note": "Paid by hand"})
    assert "Everything matches" in client.get("/staff/money").get_data(as_text=True)


def key_of(client: FlaskClient, address: str) -> str:
    page = client.get(address).get_data(as_text=True)
    (tag,) = re.findall(r'<input[^>]* name="key"[^>]*>', page)
    return re.search(r'value="([^"]+)"', tag)[1]


def test_a_form_that_is_sent_twice_is_written_once(client: FlaskClient, fund, hosts, keeper):
    gift = paid(fund, 1_000)
    gifts, spending = "/desk/funds/tea/treasury/gifts", "/desk/funds/tea/spending"
    back = f"/desk/funds/tea/treasury/gifts/{gift.id}/give-back"
    day = today().isoformat()
    for address, sent in (
        (gifts, {"source": "bank", "amount": "50", "on": day}),
        (back, {"amount": "4"}),
        (spending, {"what": "Tea", "amount": "2", "spent_on": day, "on_behalf_of": hosts[0].id}),
    ):
        key = key_of(client, address)
        for _ in range(2):
            assert client.post(address, data={**sent, "key": key}).status_code == 303
        assert key_of(client, address) != key
    assert raised(fund) == 1_000 + 5_000 - 400
    assert session.query(Donation).count() == 2
    assert session.query(Refund).count() == 1
    assert [each.amount_minor for each in session.query(Spending)] == [200]


@pytest.mark.parametrize("key", ["", "x" * 500, "ключ", "'; --"])
def test_any_key_may_be_sent(client: FlaskClient, fund, hosts, keeper, key):
    paid(fund)
    sent = {
        "organisation": hosts[1].id,
        "amount": "4",
        "on": today().isoformat(),
        "note": "BACS 17",
        "key": key,
    }
    assert client.post("/desk/funds/tea/treasury/settle", data=sent).status_code == 303
    assert session.query(LedgerEntry).filter_by(kind=EntryKind.SETTLEMENT).count() == 1


def test_gifts_that_nobody_declared_do_not_hide_those_that_were(fund, hosts):
    charity = Charity(organisation=hosts[0], name="Ember", hmrc_reference="AB1", is_claiming=True)
    session.add(charity)
    session.commit()
    gifts = [paid(fund, payment_id=f"pi_{number}") for number in range(3)]
    with transaction():
        declare(gifts[-1], DeclarationDetails("Anne", "Example", "12a", "LS6 2AB"), to=[charity])
    (part,) = queries.claimable_parts(hosts[0], limit=1)
    assert (part.donation.id, part.obstacle) == (gifts[-1].id, None)


def test_what_can_be_claimed_is_found_in_as_many_questions_for_three_gifts_as_for_one(fund, hosts):
    charity = Charity(organisation=hosts[0], name="Ember", hmrc_reference="AB1", is_claiming=True)
    session.add(charity)
    session.commit()
    asked = []
    for number in range(3):
        gift = paid(fund, payment_id=f"pi_{number}")
        with transaction():
            declare(gift, DeclarationDetails("Anne", "Example", "12a", "LS6 2AB"), to=[charity])
        session.expire_all()
        assert hosts[0].id, "read before it is counted"
        with counting() as statements:
            parts = queries.claimable_parts(hosts[0])
        assert [part.obstacle for part in parts] == [None] * (number + 1)
        asked.append(len(statements))
    assert len(set(asked)) == 1


def test_hosts_keep_a_name_that_hurts_from_everyone(client: FlaskClient, fund, keeper):
    now = clock.now()
    monthly = RecurringGift(
        fund=fund,
        reference="monthly-1",
        token_hash="hash",
        status=RecurringStatus.ACTIVE,
        amount_minor=1_000,
        currency="GBP",
        created_at=now,
    )
    session.add(monthly)
    session.commit()
    hurtful = {"name": "A Hurtful Word", "recurring": monthly}
    gifts = [paid(fund, payment_id=f"pi_{number}", **hurtful) for number in (1, 2)]
    paid(fund, payment_id="pi_3", name="Kim Low")
    month = f"{now:%Y-%m}"
    assert names_through(fund, month).names == ["A Hurtful Word", "Kim Low"]
    page = f"/desk/funds/tea/treasury/gifts/{gifts[0].id}"
    assert "Keep this name from others" in client.get(page).text
    client.post(f"{page}/name")
    assert names_through(fund, month).names == ["Kim Low"]
    table = client.post("/desk/funds/tea/treasury/gifts.csv").get_data().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table))
    shown = {row["name"]: row["name_shown"] for row in rows}
    assert shown == {"A Hurtful Word": "no", "Kim Low": "yes"}
    with transaction():
        show_name(monthly, is_shown=True)
    assert names_through(fund, month).names == ["Kim Low"]
    assert session.get_one(RecurringGift, monthly.id).is_name_refused
    assert "Let this name be shown" in client.get(page).text
    client.post(f"{page}/name", data={"is_shown": "y"})
    assert len(names_through(fund, month).names) == 2
    sign_in(client, keeper_of(OrganisationFactory(name="Other")))
    assert client.post(f"{page}/name").status_code == 404


def test_the_books_begin_with_what_is_new(client: FlaskClient, fund, keeper):
    """On a phone, a year of months and fifty gifts made seven thousand pixels."""
    last_month = today().replace(day=1) - timedelta(days=1)
    for number in range(12):
        give(fund, 1_000 + number, on=last_month, name=f"Giver {number:02}")
    give(fund, 7_700, name="Giver of today")
    page = client.get("/desk/funds/tea/treasury").get_data(as_text=True)
    months, listed = page.split('id="months"')[1].split('id="gifts"')
    now, folded = months.split("<details")
    assert format_month(today()) in now
    assert format_month(last_month) not in now
    assert format_month(last_month) in folded
    shown = re.findall(r"Giver (?:of today|\d\d)", listed)
    assert shown == ["Giver of today", *(f"Giver {number:02}" for number in range(11, 2, -1))]
    (older,) = re.findall(r'href="([^"]+before=\d+#gifts)"', listed)
    rest = client.get(older).get_data(as_text=True).split('id="gifts"')[1]
    assert re.findall(r"Giver \d\d", rest) == ["Giver 02", "Giver 01", "Giver 00"]


def test_with_one_month_nothing_is_folded(client: FlaskClient, fund, keeper):
    give(fund)
    assert (
        "<details"
        not in client.get("/desk/funds/tea/treasury").get_data(as_text=True).split('id="months"')[1]
    )


def test_a_month_adds_up_also_when_some_of_it_went_back(client: FlaskClient, fund, hosts, keeper):
    donation = give(fund, 2_000, fee=50)
    host = hosts[0].id
    with transaction():
        cause = Cause(EntryKind.REFUND_BEGUN, of="re_1", donation=donation, on=today())
        write_entry(fund, cause, ledger.set_aside(Account.REFUNDS, {host: 800}))
    rows = queries.host_months_of(fund)
    assert {each.organisation_id: each.returned for each in rows}[host] == 800
    assert all(each.given - each.fees - each.returned == each.net for each in rows)
    table = client.get("/desk/funds/tea/treasury").get_data(as_text=True)
    assert 'data-label="Given back">£8.00<' in table
