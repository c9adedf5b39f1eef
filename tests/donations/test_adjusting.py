"""Gift Aid that was claimed and no longer holds is told to HMRC; a declaration ends at any gift it covers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations.models import (
    Charity,
    ClaimAdjustment,
    ClaimedPart,
    DeclarationScope,
    Dispute,
    DisputeStatus,
    Donation,
    DonationStatus,
)
from app.donations.queries.adjusting import due_adjustments
from app.donations.queries.gift_aid import covering_declarations
from app.donations.rules.gift_aid import SCHEDULE_HEADS, DeclarationDetails, fitting
from app.donations.services.claiming import make_claim
from app.donations.services.declaring import declare
from tests.donations.booking import give
from tests.donations.factories import make_donation
from tests.donations.spreadsheets import read_ods
from tests.donations.treasurers import fund, hosts, keeper

__all__ = ["fund", "hosts", "keeper"]

HOME = "/desk/organisations/ember/gift-aid"


@pytest.fixture
def charity(hosts):
    row = Charity(organisation=hosts[0], name="Ember", number="1", hmrc_reference="AB1", is_claiming=True)
    session.add(row)
    session.commit()
    return row


def declared(fund, charity, amount=1_000, scope=DeclarationScope.THIS, **values):
    gift = give(fund, amount, **values)
    with transaction():
        declare(gift, DeclarationDetails("Anne", "Example", "12a", "LS6 2AB", scope=scope), to=[charity])
    return gift


def claimed(charity, keeper):
    with transaction():
        return make_claim(charity.organisation, by=keeper)


def refunded(gift, amount):
    gift.refunded_minor = amount


def lost(gift, status=DisputeStatus.LOST):
    session.add(
        Dispute(
            provider_id="dp_1",
            donation=gift,
            status=status,
            amount_minor=1_000,
            opened_at=clock.now(),
            reason="",
        )
    )


def corrected(gift):
    gift.status = DonationStatus.TAKEN_BACK


def due(charity):
    session.expire_all()
    return [(each.amount_minor, each.relief_minor) for each in due_adjustments(charity.organisation)]


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (lambda gift: refunded(gift, 0), []),
        (lambda gift: refunded(gift, 1_000), [(500, 125)]),
        (lambda gift: refunded(gift, 400), [(200, 50)]),
        (lost, [(500, 125)]),
        (lambda gift: lost(gift, DisputeStatus.OPEN), []),
        (lambda gift: lost(gift, DisputeStatus.WON), []),
        (corrected, [(500, 125)]),
    ],
    ids=["nothing", "all back", "a part back", "dispute lost", "dispute open", "dispute won", "corrected"],
)
def test_what_was_claimed_and_went_back_is_to_be_adjusted(fund, charity, keeper, happens, expected):
    gift = declared(fund, charity)
    claimed(charity, keeper)
    happens(gift)
    session.commit()
    assert due(charity) == expected


def test_the_next_file_tells_hmrc_once(client: FlaskClient, fund, charity, keeper):
    first = declared(fund, charity)
    claimed(charity, keeper)
    refunded(first, 400)
    session.commit()
    page = client.get(HOME).get_data(as_text=True)
    assert "£0.50" in page
    assert "Prior overclaimed amount" in page
    declared(fund, charity)
    claim_id = claimed(charity, keeper).id
    assert due(charity) == []
    file = client.post(f"{HOME}/claims/{claim_id}/file")
    told, heads, *rows = read_ods(file.get_data())
    assert told[:2] == ["Prior overclaimed amount", Decimal("0.50")]
    assert heads == list(SCHEDULE_HEADS)
    assert [row[-1] for row in rows] == [Decimal("5.00")]
    refunded(first, 1_000)
    session.commit()
    assert due(charity) == [(300, 75)], "only what has gone back since"
    assert "£0.50 told as claimed too much" in client.get(HOME).get_data(as_text=True)


def test_without_a_new_gift_there_is_nothing_to_tell_it_with(client: FlaskClient, fund, charity, keeper):
    gift = declared(fund, charity)
    claimed(charity, keeper)
    refunded(gift, 1_000)
    session.commit()
    client.post(f"{HOME}/claims")
    assert due(charity) == [(500, 125)]
    assert "write to HMRC" in client.get(HOME).get_data(as_text=True)


def test_a_file_never_tells_more_than_it_claims():
    assert fitting([125, 50, 30], 100) == [False, True, True]
    assert fitting([-20, 125, -20], 125) == [False, True, True]
    assert fitting([], 100) == []


def test_a_claim_taken_back_forgets_what_it_told(client: FlaskClient, fund, charity, keeper):
    gift = declared(fund, charity)
    first = claimed(charity, keeper).id
    refunded(gift, 1_000)
    session.commit()
    declared(fund, charity)
    second = claimed(charity, keeper).id
    client.post(f"{HOME}/claims/{first}/take-back")
    assert session.query(ClaimedPart).filter_by(claim_id=first).count() == 1
    assert "Take that one back first" in client.get(HOME).get_data(as_text=True)
    client.post(f"{HOME}/claims/{second}/take-back")
    assert session.query(ClaimAdjustment).count() == 0
    assert due(charity) == [(500, 125)]
    client.post(f"{HOME}/claims/{first}/take-back")
    assert session.query(ClaimedPart).count() == 0


def test_a_wider_declaration_ends_at_any_gift_that_it_covers(client: FlaskClient, fund, hosts, charity):
    whoever = {"email_key": "kim"}
    first = declared(fund, charity, scope=DeclarationScope.ALL_FUTURE, **whoever)
    later = give(fund, token="later", **whoever)
    page = client.get("/donations/later").get_data(as_text=True)
    assert "Declared to Ember" in page
    assert "with another gift" in page
    assert client.post("/donations/later/declaration").status_code == 303
    session.expire_all()
    covering = covering_declarations([first, later], hosts[0].id)
    assert [covering[gift.id].cancelled_at is None for gift in (first, later)] == [False, False]


def test_what_does_not_cover_a_gift_is_not_ended_there(client: FlaskClient, fund, hosts, charity):
    whoever = {"email_key": "kim"}
    own = declared(fund, charity, **whoever)
    before = make_donation(
        fund, status=DonationStatus.PAID, token="before", paid_at=clock.now() - timedelta(days=9), **whoever
    )
    declared(fund, charity, scope=DeclarationScope.ALL_FUTURE, **whoever)
    give(fund, token="stranger", email_key="noor")
    for token in (before.token, "stranger"):
        assert "Declared to" not in client.get(f"/donations/{token}").get_data(as_text=True)
        client.post(f"/donations/{token}/declaration")
    session.expire_all()
    (covering,) = covering_declarations([session.get_one(Donation, own.id)], hosts[0].id).values()
    assert covering.cancelled_at is None
