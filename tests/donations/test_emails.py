"""Every mail about gifts reads as agreed, in both languages, under a discreet subject."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app.accounts.models import User
from app.cohosting.queries import Reader
from app.core.i18n import in_language
from app.core.templating import render_email
from app.donations import emails
from app.donations.models import (
    Dispute,
    DisputeStatus,
    DonationStatus,
    RecurringGift,
    RecurringWish,
    Refund,
    RefundStatus,
)
from tests.donations.factories import make_donation, make_fund
from tests.organisations.factories import OrganisationFactory
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
NAMES = (
    "receipt",
    "monthly_begun",
    "monthly_failed",
    "monthly_ended",
    "refund_asked",
    "refund_refused",
    "refund_paid",
    "refund_failed",
    "refund_to_decide",
    "refund_stuck",
    "dispute_opened",
    "yearly_statement",
    *(f"wish_refused_{each}" for each in RecurringWish),
    *(f"wish_stuck_{each}" for each in RecurringWish),
)


@pytest.fixture
def fund(app):
    hosts = [OrganisationFactory(name="Dads at Six"), OrganisationFactory(name="Asha House")]
    return make_fund(hosts=hosts, title="Tea for all", slug="tea-for-all")


def message(name, fund, language):
    paid_at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    reader = Reader(
        User(name="Joanne Birch", email="joanne@host.example", language=language), ("Asha House",)
    )
    recurring = RecurringGift(
        fund=fund,
        email="ada@post.example",
        name="Ada Low",
        language=language,
        token="monthly-token",
        token_hash="monthly",
        reference="monthly-1",
        subscription_id="sub_1",
        amount_minor=1_036,
        currency="GBP",
        created_at=paid_at,
    )
    donation = make_donation(
        fund,
        1_036,
        DonationStatus.PAID,
        cover_minor=36,
        email="ada@post.example",
        name="Ada Low",
        language=language,
        token="the-token",
        reference="gift-0123456789abcdef",
        paid_at=paid_at,
        refunded_minor=100,
        recurring=recurring if name == "receipt" else None,
    )
    refund = Refund(
        donation=donation,
        reference="refund-1",
        amount_minor=100,
        status=RefundStatus.PENDING,
        answer="It is spent already.",
        created_at=paid_at,
    )
    dispute = Dispute(
        provider_id="dp_1",
        donation=donation,
        status=DisputeStatus.OPEN,
        amount_minor=1_036,
        opened_at=paid_at,
    )
    return {
        "receipt": lambda: emails.receipt(donation),
        "monthly_begun": lambda: emails.monthly_begun(recurring),
        "monthly_failed": lambda: emails.monthly_failed(recurring, "https://pay.example/1"),
        "monthly_ended": lambda: emails.monthly_ended(recurring),
        "refund_asked": lambda: emails.refund_asked(refund),
        "refund_refused": lambda: emails.refund_refused(refund),
        "refund_paid": lambda: emails.refund_paid(refund),
        "refund_failed": lambda: emails.refund_failed(refund),
        "refund_to_decide": lambda: emails.refund_to_decide(refund, reader),
        "refund_stuck": lambda: emails.refund_stuck(refund, reader),
        "dispute_opened": lambda: emails.dispute_opened(dispute, reader),
        "yearly_statement": lambda: emails.yearly_statement([donation], 2026),
        **{f"wish_refused_{each}": partial(emails.wish_refused, recurring, each) for each in RecurringWish},
        **{
            f"wish_stuck_{each}": partial(emails.wish_stuck, recurring, each, reader)
            for each in RecurringWish
        },
    }[name]()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_each_message_reads_as_agreed(fund, name, language):
    email = message(name, fund, language)
    assert email.list_name is None
    with in_language(email.language):
        subject, text, html = render_email(email.template, email.context)
    for word in (fund.title, "Dads at Six", "Asha House", "£", "10"):
        assert word not in subject
    assert subject in html or "’" in subject
    assert_snapshot(SNAPSHOTS / f"{name}.{language}.txt", f"To: {email.to}\nSubject: {subject}\n\n{text}")


def test_names_cannot_smuggle_markup(fund):
    donation = make_donation(fund, status=DonationStatus.PAID, name="<b>Eve</b>")
    email = emails.receipt(donation)
    _subject, _text, html = render_email(email.template, email.context)
    assert "<b>Eve" not in html
