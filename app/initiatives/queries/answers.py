"""Answer what the rooms below ask of initiatives."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.facts import DataPart, PersonalData
from app.cohosting.facts import IsOver, WhatItSays, WhereItIsShown
from app.cohosting.rules import Difference
from app.core.database import session
from app.core.i18n import _
from app.initiatives.models import InitiativeStatus, InitiativeUpdate, InitiativeVersion
from app.initiatives.policies import is_listed
from app.initiatives.queries.contents import working_content
from app.initiatives.queries.initiatives import initiative_of
from app.initiatives.rules.wording import whole


def is_over(question: IsOver) -> bool:
    """Tell whether an initiative is completed: its page stays and names who held it."""
    initiative = initiative_of(question.cohosting)
    return initiative is not None and initiative.status is InitiativeStatus.COMPLETED


def what_it_says(question: WhatItSays) -> Sequence[Difference]:
    """Say what an initiative is so far."""
    initiative = initiative_of(question.cohosting)
    return whole(working_content(initiative)) if initiative is not None else ()


def where_it_is_shown(question: WhereItIsShown) -> str:
    """Give the page of an initiative, while everyone can read it."""
    initiative = initiative_of(question.cohosting)
    return f"/initiatives/{initiative.slug}" if initiative is not None and is_listed(initiative) else ""


def personal_data(question: PersonalData) -> DataPart:
    """Give what the person wrote about initiatives for their organisations."""
    user_id = question.user.id
    updates = session.scalars(
        select(InitiativeUpdate)
        .where(InitiativeUpdate.by_id == user_id)
        .options(joinedload(InitiativeUpdate.initiative))
        .order_by(InitiativeUpdate.id)
    )
    edits = session.scalars(
        select(InitiativeVersion)
        .where(InitiativeVersion.by_id == user_id)
        .options(joinedload(InitiativeVersion.initiative))
        .order_by(InitiativeVersion.id)
    )
    content = {
        "news": [
            {
                "about": row.initiative.title,
                "title": row.title,
                "text": row.body,
                "at": row.at.isoformat(),
            }
            for row in updates
        ],
        "edits": [
            {"about": row.initiative.title, "note": row.note, "at": row.at.isoformat()} for row in edits
        ],
    }
    return DataPart("initiatives", _("What you wrote about longer efforts"), content)
