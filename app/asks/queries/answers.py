"""Answer what the rooms below ask of asks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.asks.models import Ask, AskStatus, AskTarget, Commitment, Contact, StatusEntry, Wording
from app.asks.policies import is_listed
from app.asks.queries.asks import ask_of
from app.asks.queries.contents import current_targets, target_names, working_content
from app.asks.rules.content import TARGETS
from app.asks.rules.status import OPEN_STANDINGS
from app.asks.rules.wording import whole
from app.cohosting.facts import IsOver, WhatItSays, WhereItIsShown
from app.cohosting.rules import Difference
from app.core import clock
from app.core.database import session
from app.core.i18n import _


def is_over(question: IsOver) -> bool:
    """Tell whether every target of an ask has granted or refused it: only the record stays."""
    ask = ask_of(question.cohosting)
    if ask is None or ask.status is not AskStatus.PUBLISHED:
        return False
    targets = current_targets(ask)
    return bool(targets) and not any(each.standing in OPEN_STANDINGS for each in targets)


def what_it_says(question: WhatItSays) -> Sequence[Difference]:
    """Say what an ask is so far."""
    ask = ask_of(question.cohosting)
    if ask is None:
        return ()
    content = working_content(ask)
    return whole(content, target_names(content[TARGETS]))


def where_it_is_shown(question: WhereItIsShown) -> str:
    """Give the page of an ask, while everyone can read it."""
    ask = ask_of(question.cohosting)
    return f"/asks/{ask.slug}" if ask is not None and is_listed(ask, clock.now().date()) else ""


def personal_data(question: PersonalData) -> DataPart:
    """Give what the person wrote about asks for their organisations."""
    user_id = question.user.id
    wordings = session.scalars(
        select(Wording).where(Wording.by_id == user_id).options(joinedload(Wording.ask)).order_by(Wording.id)
    )
    entries = session.scalars(
        select(StatusEntry)
        .where(StatusEntry.by_id == user_id)
        .options(joinedload(StatusEntry.ask_target).joinedload(AskTarget.ask))
        .order_by(StatusEntry.id)
    )
    content = {
        "wordings": [
            {"about": row.ask.title, "text": row.text, "at": row.at.isoformat()} for row in wordings
        ],
        "entries": [
            {
                "about": row.ask_target.ask.title,
                "standing": row.after.value,
                "note": row.note,
                "at": row.at.isoformat(),
            }
            for row in entries
        ],
        "contacts": [*_rows(Contact, user_id)],
        "promises": [*_rows(Commitment, user_id)],
    }
    return DataPart("asks", _("What you wrote about asks"), content)


def _rows(kind: type[Contact] | type[Commitment], user_id: int) -> list[dict[str, str]]:
    words = Contact.note if kind is Contact else Commitment.words
    query = (
        select(Ask.title, words, kind.at)
        .join(AskTarget, AskTarget.id == kind.ask_target_id)
        .join(Ask, Ask.id == AskTarget.ask_id)
        .where(kind.by_id == user_id)
        .order_by(kind.id)
    )
    return [
        {"about": title, "text": text, "at": at.isoformat()} for title, text, at in session.execute(query)
    ]
