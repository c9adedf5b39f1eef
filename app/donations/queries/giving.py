"""What givers let be seen: their words, once they were read, and their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, text

from app.accounts.models import User
from app.core.database import session
from app.donations.models import (
    Donation,
    DonationStatus,
    Fund,
    MessageStatus,
    RecurringGift,
    RecurringStatus,
)
from app.donations.models.donations import HAS_MESSAGE
from app.donations.policies import decided_by

MOST_MESSAGES = 12
MOST_WAITING = 200
NAMES_AT_ONCE = 100


@dataclass(frozen=True)
class Said:
    """What a giver wrote, with the name if it may be shown."""

    text: str
    name: str


@dataclass(frozen=True)
class Named:
    """Some of the names, by letter, and where to go on (None at the end)."""

    names: Sequence[str]
    before: int | None


def messages_to_read(fund: Fund) -> Sequence[Donation]:
    """Give the paid gifts whose message waits to be read, oldest first."""
    query = select(Donation).where(
        Donation.fund_id == fund.id,
        Donation.status == DonationStatus.PAID,
        Donation.message_status == MessageStatus.WAITING,
        text(HAS_MESSAGE),
    )
    return session.scalars(query.order_by(Donation.id).limit(MOST_WAITING)).all()


def messages_read(fund: Fund) -> Sequence[Donation]:
    """Give the gifts whose message was read lately, newest first."""
    query = select(Donation).where(
        Donation.fund_id == fund.id,
        Donation.message_status.in_((MessageStatus.SHOWN, MessageStatus.REFUSED)),
        text(HAS_MESSAGE),
    )
    return session.scalars(query.order_by(Donation.id.desc()).limit(MOST_WAITING)).all()


def message_of(fund: Fund, donation_id: int) -> Donation | None:
    """Give one gift with a message."""
    query = select(Donation).where(
        Donation.fund_id == fund.id, Donation.id == donation_id, Donation.message_status != MessageStatus.NONE
    )
    return session.scalar(query)


def shown_messages(fund: Fund) -> list[Said]:
    """Give what givers wrote that may be shown; the words of a monthly gift once."""
    query = select(Donation).where(
        Donation.fund_id == fund.id,
        Donation.status == DonationStatus.PAID,
        Donation.message_status == MessageStatus.SHOWN,
        text(HAS_MESSAGE),
    )
    found = session.scalars(query.order_by(Donation.id.desc()).limit(3 * MOST_MESSAGES))
    said = [Said(each.message, shown_name(each)) for each in found if each.message]
    return list(dict.fromkeys(said))[:MOST_MESSAGES]


def names_through(fund: Fund, month: str, before: int | None = None) -> Named:
    """Give the names of givers who let them be seen, of gifts up to the end of a month."""
    year, number = (int(part) for part in month.split("-"))
    end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    query = select(Donation).where(
        Donation.fund_id == fund.id,
        Donation.status == DonationStatus.PAID,
        Donation.paid_at < end,
        Donation.refunded_minor < Donation.amount_minor,
        Donation.name.is_not(None),
        Donation.is_name_hidden.is_(False),
        Donation.is_name_refused.is_(False),
    )
    if before is not None:
        query = query.where(Donation.id < before)
    found = session.scalars(query.order_by(Donation.id.desc()).limit(NAMES_AT_ONCE + 1)).all()
    page = found[:NAMES_AT_ONCE]
    names = {each.name for each in page if each.name}
    return Named(sorted(names, key=str.casefold), page[-1].id if len(found) > NAMES_AT_ONCE else None)


def messages_waiting_for(user: User) -> list[tuple[str, str, int]]:
    """Give the funds with messages that this person may read: address, title, how many wait."""
    query = (
        select(Fund.slug, Fund.title, func.count())
        .join(Donation, Donation.fund_id == Fund.id)
        .where(
            decided_by(user),
            Donation.status == DonationStatus.PAID,
            Donation.message_status == MessageStatus.WAITING,
        )
        .group_by(Fund.id, Fund.slug, Fund.title)
        .order_by(Fund.id)
    )
    return [(slug, title, count) for slug, title, count in session.execute(query)]


def running_monthly_of(fund: Fund) -> Sequence[RecurringGift]:
    """Give the monthly gifts of a fund that the payment provider goes on taking."""
    query = select(RecurringGift).where(
        RecurringGift.fund_id == fund.id,
        RecurringGift.status.in_((RecurringStatus.ACTIVE, RecurringStatus.PAST_DUE, RecurringStatus.PAUSED)),
        RecurringGift.subscription_id.is_not(None),
    )
    return session.scalars(query.order_by(RecurringGift.id)).all()


def shown_name(donation: Donation) -> str:
    """Give a giver's name as everyone may read it; empty when the giver or the hosts keep it back."""
    return (donation.name or "") if donation.has_shown_name else ""
