"""The receipt, word for word."""

import re
from datetime import UTC, datetime
from pathlib import Path

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations import emails
from app.donations.models import Charity, DeclarationScope, DonationStatus
from app.donations.queries.claims import gift_aid_of
from app.donations.rules.gift_aid import DeclarationDetails
from app.donations.services.declaring import declare
from app.outbox.services import written
from tests.donations.factories import make_donation, make_fund
from tests.organisations.factories import OrganisationFactory
from tests.snapshots import assert_snapshot

DETAILS = DeclarationDetails("Kim", "Low", "12", "LS6 2AB", scope=DeclarationScope.ALL_FUTURE)


def shown(donation):
    subject, text, html = written(emails.receipt(donation, gift_aid_of(donation))).words
    for part in re.findall(r"to its part, (\S+),", text):
        assert part in html
    return f"Subject: {subject}\n\n{text}"


def test_a_receipt_says_what_was_given_and_what_gift_aid_adds(app):
    with clock.frozen(datetime(2026, 11, 2, 9, 30, tzinfo=UTC)):
        hosts = [OrganisationFactory(name=name) for name in ("Ember", "Well")]
        fund = make_fund(hosts=hosts, weights=[6_000, 4_000], slug="tea", title="Tea for all")
        values = {"cover_minor": 36, "name": "Kim"}
        gift = make_donation(fund, 1_036, DonationStatus.PAID, reference="gift-abcdefghijklmno", **values)
        assert "Gift Aid" not in shown(gift)
        charity = Charity(organisation=hosts[0], name="Ember Trust", is_claiming=True)
        with transaction():
            session.add(charity)
            session.flush()
            declare(gift, DETAILS, to=[charity])
        gift.token = "TOKEN"
        assert_snapshot(Path(__file__).parent / "emails" / "receipt_gift_aid.en.txt", shown(gift))
