"""Answer what the rooms below ask of funds and gifts."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.cohosting.facts import IsOver
from app.core.database import session
from app.core.i18n import _
from app.donations.models import FundStatus, FundVersion, Spending
from app.donations.queries.funds import fund_of


def is_over(question: IsOver) -> bool:
    """Tell whether a fund is closed: its page and its ledger stay and name who held it."""
    fund = fund_of(question.cohosting)
    return fund is not None and fund.status is FundStatus.CLOSED


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
