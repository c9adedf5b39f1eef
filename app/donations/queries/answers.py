"""Answer what the rooms below ask of funds and gifts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.cohosting.facts import IsOver, WhatItSays, WhereItIsShown
from app.cohosting.rules import Difference
from app.core.crypto import lookup_hash
from app.core.database import session
from app.core.i18n import _
from app.core.text import canonical_email
from app.donations.models import Declaration, Donation, FundStatus, FundVersion, Refund, Spending
from app.donations.queries.contents import names_for, working_content
from app.donations.queries.funds import fund_of
from app.donations.queries.giver import gifts_of_giver
from app.donations.rules.status import SHOWN
from app.donations.rules.wording import whole


def is_over(question: IsOver) -> bool:
    """Tell whether a fund is closed: its page and its ledger stay and name who held it."""
    fund = fund_of(question.cohosting)
    return fund is not None and fund.status is FundStatus.CLOSED


def what_it_says(question: WhatItSays) -> Sequence[Difference]:
    """Say what a fund is so far."""
    fund = fund_of(question.cohosting)
    if fund is None:
        return ()
    content = working_content(fund)
    return whole(content, names_for(content))


def where_it_is_shown(question: WhereItIsShown) -> str:
    """Give the page of a fund, while everyone can read it."""
    fund = fund_of(question.cohosting)
    return f"/funds/{fund.slug}" if fund is not None and fund.status in SHOWN else ""


def personal_data(question: PersonalData) -> DataPart:
    """Give what the person wrote about funds for their organisations."""
    user_id = question.user.id
    edits = session.scalars(
        select(FundVersion)
        .where(FundVersion.by_id == user_id)
        .options(joinedload(FundVersion.fund))
        .order_by(FundVersion.id)
    )
    spendings = session.scalars(
        select(Spending)
        .where(Spending.by_id == user_id)
        .options(joinedload(Spending.fund))
        .order_by(Spending.id)
    )
    content = {
        "edits": [{"about": row.fund.title, "note": row.note, "at": row.at.isoformat()} for row in edits],
        "spending": [
            {"about": row.fund.title, "text": row.what, "at": row.at.isoformat()} for row in spendings
        ],
    }
    return DataPart("funds", _("What you wrote about funds"), content)


def gift_data(question: PersonalData) -> DataPart:
    """Give what someone gave with their confirmed address, their words and their Gift Aid declarations."""
    user, content = question.user, []
    if user.confirmed_at is not None:
        content = [_told(each) for each in gifts_of_giver(lookup_hash(canonical_email(user.email)))]
    return DataPart("gifts", _("Gifts you made"), {"gifts": content})


def _told(donation: Donation) -> dict[str, object]:
    refunds = session.scalars(select(Refund).where(Refund.donation_id == donation.id).order_by(Refund.id))
    declared = Declaration.donation_id == donation.id
    if donation.recurring_id is not None:
        declared |= Declaration.recurring_id == donation.recurring_id
    declarations = session.scalars(select(Declaration).where(declared).order_by(Declaration.id))
    return {
        "fund": donation.fund.title,
        "amount_minor": donation.amount_minor,
        "currency": donation.currency,
        "status": donation.status.value,
        "is_monthly": donation.recurring_id is not None,
        "begun_at": donation.created_at.isoformat(),
        "paid_at": donation.paid_at.isoformat() if donation.paid_at else None,
        "name": donation.name,
        "is_name_hidden": donation.is_name_hidden,
        "is_name_refused": donation.is_name_refused,
        "dedication": donation.dedication.value,
        "dedicated_to": donation.dedicated_to,
        "message": donation.message,
        "refunds": [
            {"amount_minor": each.amount_minor, "status": each.status.value, "reason": each.reason}
            for each in refunds
        ],
        "gift_aid": [
            {
                "charity": each.charity_name,
                "text": each.text,
                "name": f"{each.first_name} {each.last_name}",
                "address": f"{each.house}, {each.postcode}",
                "made_at": each.made_at.isoformat(),
                "cancelled_at": each.cancelled_at.isoformat() if each.cancelled_at else None,
            }
            for each in declarations
        ],
    }
