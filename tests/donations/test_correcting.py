"""What a treasurer wrote by mistake is taken back by a new entry: settlements, and gifts entered by hand."""

from datetime import timedelta

from flask.testing import FlaskClient

from app.audit.models import Action, AuditEntry
from app.core import clock
from app.core.database import session
from app.donations.models import Correction, Donation, DonationStatus, EntryKind, LedgerEntry
from app.donations.queries.treasury import host_months_of
from app.donations.rules import ledger
from app.donations.rules.spending import at_hand
from app.donations.services.balances import is_balanced
from app.organisations.models import MemberRole
from tests.donations.booking import give
from tests.donations.factories import make_fund
from tests.donations.treasurers import fund, hosts, keeper, keeper_of, sums
from tests.organisations.factories import MembershipFactory
from tests.signing_in import sign_in

__all__ = ["fund", "hosts", "keeper"]


def today():
    return clock.now().date()


DESK = "/desk/funds/tea/treasury"
WHY = {"reason": "A nought too many."}


def settled(client, hosts, amount, on=None):
    sent = {
        "organisation": hosts[0].id,
        "amount": amount,
        "on": (on or today()).isoformat(),
        "note": "BACS 17",
    }
    assert client.post(f"{DESK}/settle", data=sent).status_code == 303
    return session.query(LedgerEntry).filter_by(kind=EntryKind.SETTLEMENT).one()


def entered(client, amount, on=None):
    sent = {"source": "bank", "amount": amount, "on": (on or today()).isoformat(), "name": "Sam"}
    assert client.post(f"{DESK}/gifts", data=sent).status_code == 303
    return session.query(LedgerEntry).filter_by(kind=EntryKind.GIFT).order_by(LedgerEntry.id.desc()).first()


def back(entry):
    return f"{DESK}/entries/{entry.id}/take-back"


def actions():
    return [
        each.action for each in session.query(AuditEntry).order_by(AuditEntry.id) if "correct" in each.action
    ]


def test_a_settlement_is_taken_back_by_a_new_entry(client: FlaskClient, fund, hosts, keeper):
    give(fund, 10_000)
    entry = settled(client, hosts, "40")
    assert client.get(back(entry)).status_code == 200
    assert client.post(back(entry), data={"reason": ""}).status_code == 422
    for _again in range(2):
        assert client.post(back(entry), data=WHY).status_code == 303
    undone = session.query(LedgerEntry).filter_by(kind=EntryKind.CORRECTION).one()
    assert (undone.corrects_id, undone.note, undone.by_id) == (entry.id, WHY["reason"], keeper.id)
    assert ledger.left_to(hosts[0].id, sums(fund).lines()) == 5_000
    for address in (DESK, f"{DESK}/settle"):
        page = client.get(address).get_data(as_text=True)
        assert "BACS 17" in page, "the wrong entry stays"
        assert "£40.00" in page
        assert "\N{MINUS SIGN}\N{WORD JOINER}£40.00" in page
        assert WHY["reason"] in page
        assert back(entry) not in page
    assert actions() == [Action.FUND_ENTRY_CORRECTED]


def test_what_a_host_spent_of_a_settlement_taken_back_is_not_at_hand_again(
    client: FlaskClient, fund, hosts, keeper
):
    give(fund, 10_000)
    entry = settled(client, hosts, "40")
    data = {"what": "Rent", "amount": "30", "spent_on": today().isoformat()}
    assert client.post("/desk/funds/tea/spending", data=data).status_code == 303
    client.post(back(entry), data=WHY)
    assert at_hand(hosts[0].id, sums(fund).lines()) == 2_000
    assert client.post("/desk/funds/tea/spending", data={**data, "amount": "21"}).status_code == 422
    assert client.post("/desk/funds/tea/spending", data={**data, "amount": "20"}).status_code == 303
    assert at_hand(hosts[0].id, sums(fund).lines()) == 0


def test_a_gift_entered_by_mistake_counts_as_never_given(client: FlaskClient, fund, keeper):
    wrong, right = entered(client, "100"), entered(client, "10")
    gift = session.get_one(Donation, wrong.donation_id)
    assert back(wrong) in client.get(f"{DESK}/gifts/{gift.id}").get_data(as_text=True)
    for _again in range(2):
        assert client.post(back(wrong), data=WHY).status_code == 303
    session.refresh(gift)
    assert gift.status is DonationStatus.TAKEN_BACK
    assert (ledger.raised(sums(fund).lines()), sums(fund).gifts()) == (1_000, 1)
    assert {each.given for each in host_months_of(fund)} == {500}
    page = client.get(f"{DESK}/gifts/{gift.id}").get_data(as_text=True)
    assert page.count("Correction") == 3
    assert WHY["reason"] in page
    assert back(wrong) not in page
    books = client.get(DESK).get_data(as_text=True)
    assert "£100.00" in books
    assert "Taken back" in books
    assert gift.reference not in client.post(f"{DESK}/gifts.csv").get_data(as_text=True)
    assert back(right) in client.get(f"{DESK}/gifts/{right.donation_id}").get_data(as_text=True)


def test_cash_that_two_have_counted_is_taken_back(client: FlaskClient, fund, hosts, keeper):
    client.post(f"{DESK}/gifts", data={"source": "cash", "amount": "8", "on": today().isoformat()})
    gift = session.query(Donation).one()
    sign_in(client, keeper_of(hosts[1]))
    client.post(f"{DESK}/gifts/{gift.id}/count", data={"amount": "8"})
    client.post(back(session.query(LedgerEntry).one()), data=WHY)
    assert ledger.raised(sums(fund).lines()) == 0


def test_what_came_online_is_given_back_not_taken_back(client: FlaskClient, fund, keeper):
    give(fund, 10_000)
    entry = session.query(LedgerEntry).one()
    assert client.get(back(entry)).status_code == 404
    assert client.post(back(entry), data=WHY).status_code == 404


def test_a_large_correction_needs_two_people(client: FlaskClient, fund, hosts, keeper):
    entry = entered(client, "25,000")
    assert client.post(back(entry), data=WHY).status_code == 303
    assert ledger.raised(sums(fund).lines()) == 2_500_000
    assert "Someone else who keeps the books must confirm it" in client.get(back(entry)).get_data(
        as_text=True
    )
    refused = client.post(back(entry), data={"verdict": "yes"})
    assert refused.status_code == 422
    assert "needs a second person" in refused.get_data(as_text=True)
    assert client.post(back(entry), data={}).status_code == 422, "neither yes nor no"
    other = keeper_of(hosts[1])
    sign_in(client, other)
    assert "needs a second person" in client.get("/desk").get_data(as_text=True)
    assert WHY["reason"] in client.get(DESK).get_data(as_text=True)
    assert client.post(back(entry), data={"verdict": "yes"}).status_code == 303
    assert ledger.raised(sums(fund).lines()) == 0
    correction = session.query(Correction).one()
    assert (correction.wanted_by_id, correction.confirmed_by_id) == (keeper.id, other.id)
    assert actions() == [Action.FUND_CORRECTION_WANTED, Action.FUND_ENTRY_CORRECTED]


def test_a_large_correction_that_is_sent_twice_is_asked_for_once(client: FlaskClient, fund, keeper):
    entry = entered(client, "25,000")
    for _press in range(2):
        assert client.post(back(entry), data=WHY).status_code == 303
    assert session.query(Correction).count() == 1
    assert actions() == [Action.FUND_CORRECTION_WANTED]
    assert client.post(back(entry), data={"verdict": "perhaps"}).status_code == 422


def test_a_large_correction_can_be_called_off(client: FlaskClient, fund, hosts, keeper):
    entry = entered(client, "25,000")
    client.post(back(entry), data=WHY)
    assert client.post(back(entry), data={"verdict": "no"}).status_code == 303
    assert ledger.raised(sums(fund).lines()) == 2_500_000
    assert session.query(Correction).count() == 0
    assert client.post(back(entry), data=WHY).status_code == 303, "and asked for anew"
    assert actions()[:2] == [Action.FUND_CORRECTION_WANTED, Action.FUND_CORRECTION_DROPPED]


def test_an_entry_of_closed_books_is_corrected_today(client: FlaskClient, fund, keeper):
    then = today() - timedelta(days=3)
    entry = entered(client, "10", on=then)
    closed = {"until": (today() - timedelta(days=1)).isoformat()}
    assert client.post(f"{DESK}/close", data=closed).status_code == 303
    assert client.post(back(entry), data=WHY).status_code == 303
    days = [(each.kind, each.on) for each in session.query(LedgerEntry).order_by(LedgerEntry.id)]
    assert days == [(EntryKind.GIFT, then), (EntryKind.GIFT_CORRECTED, today())]
    assert is_balanced(fund)


def test_nobody_else_takes_an_entry_back(client: FlaskClient, fund, hosts, keeper):
    entry = entered(client, "10")
    elsewhere = make_fund(hosts=hosts, slug="elsewhere")
    assert (
        client.post(f"/desk/funds/{elsewhere.slug}/treasury/entries/{entry.id}/take-back").status_code == 404
    )
    sign_in(client, MembershipFactory(organisation=hosts[0], role=MemberRole.ORGANISER).user)
    assert client.post(back(entry), data=WHY).status_code == 403
    assert ledger.raised(sums(fund).lines()) == 1_000
