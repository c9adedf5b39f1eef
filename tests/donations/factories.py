"""Make funds, gifts and ledger entries for tests; they are committed at once."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.core.tokens import new_token, token_hash
from app.donations.models import Donation, DonationStatus, Fund, FundStatus, GiftSource, Share
from app.organisations.models import Organisation
from tests.cohosting.factories import make_held
from tests.organisations.factories import OrganisationFactory

_numbers = count(1)
WHOLE = 10_000


def make_fund(
    status: FundStatus = FundStatus.OPEN,
    *,
    hosts: Sequence[Organisation] | None = None,
    weights: Sequence[int] | None = None,
    **values: Any,
) -> Fund:
    """Make a fund in any status, held by two verified organisations in halves (or by `hosts`, `weights`)."""
    now = clock.now()
    hosts = hosts if hosts is not None else [OrganisationFactory(), OrganisationFactory()]
    title = values.pop("title", f"Tea for all {next(_numbers)}")
    slug = values.pop("slug", slugify(title))
    was_open = status in {FundStatus.OPEN, FundStatus.CLOSED}
    defaults = {
        "summary": "Tea, rooms and trained listeners for a year.",
        "purpose": "A warm room each week, and someone who listens.",
        "if_it_fails": "What is left goes to the listening line of both hosts.",
        "currency": "GBP",
        "goal_minor": 100_000,
        "suggested": [500, 1_000, 2_000, 5_000],
        "created_at": now,
        "revised_at": now,
        "opened_at": now if was_open else None,
        "closed_at": now if status is FundStatus.CLOSED else None,
    }
    held = make_held(HeldKind.FUND, title, slug, hosts)
    fund = Fund(cohosting=held, slug=slug, title=title, status=status, **{**defaults, **values})
    session.add(fund)
    for host, weight in zip(hosts, weights or _even(len(hosts)), strict=True):
        session.add(Share(fund=fund, organisation=host, weight=weight))
    session.commit()
    return fund


def make_donation(
    fund: Fund | None = None,
    amount: int = 1_000,
    status: DonationStatus = DonationStatus.PENDING,
    **values: Any,
) -> Donation:
    """Make a gift in any status; it writes nothing into the ledger."""
    fund = fund or make_fund()
    now = clock.now()
    token = values.pop("token", new_token())
    defaults = {
        "source": GiftSource.ONLINE,
        "currency": fund.currency,
        "shares": [
            {"organisation": each.organisation_id, "weight": each.weight}
            for each in session.query(Share).filter_by(fund_id=fund.id).order_by(Share.id)
        ],
        "email": "kim@example.org",
        "name": "Kim Example",
        "reference": f"gift-{next(_numbers)}-{new_token()[:8]}",
        "token": token,
        "token_hash": token_hash(token),
        "created_at": now,
        "paid_at": now if status is DonationStatus.PAID else None,
    }
    donation = Donation(fund=fund, amount_minor=amount, status=status, **{**defaults, **values})
    session.add(donation)
    session.commit()
    return donation


def _even(number: int) -> list[int]:
    first = WHOLE - (number - 1) * (WHOLE // number)
    return [first, *[WHOLE // number] * (number - 1)]
