"""Make initiatives, aims, milestones and updates for tests; they are committed at once."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.core.tokens import new_token
from app.initiatives.models import (
    Aim,
    Initiative,
    InitiativeStatus,
    InitiativeUpdate,
    Milestone,
    Setting,
    Theme,
)
from app.organisations.models import Organisation
from tests.cohosting.factories import make_held
from tests.organisations.factories import OrganisationFactory

_numbers = count(1)
_WAS_PUBLIC = {InitiativeStatus.PUBLISHED, InitiativeStatus.COMPLETED, InitiativeStatus.WITHDRAWN}


def make_initiative(
    status: InitiativeStatus = InitiativeStatus.PUBLISHED,
    *,
    hosts: Sequence[Organisation] | None = None,
    **values: Any,
) -> Initiative:
    """Make an initiative in any status, held by one verified organisation (or by `hosts`)."""
    now = clock.now()
    title = values.pop("title", f"Ask twice {next(_numbers)}")
    slug = values.pop("slug", slugify(title))
    defaults = {
        "summary": "Colleagues learn to ask the second “how are you?”.",
        "purpose": "The first answer is *fine*. The second one is true.",
        "setting": Setting.WORKPLACE,
        "themes": [Theme.CHECKING_IN.value],
        "created_at": now,
        "revised_at": now,
        "published_at": now if status in _WAS_PUBLIC else None,
        "completed_at": now if status is InitiativeStatus.COMPLETED else None,
        "outcome": "We did it." if status is InitiativeStatus.COMPLETED else "",
    }
    held = make_held(HeldKind.INITIATIVE, title, slug, hosts or [OrganisationFactory()])
    initiative = Initiative(cohosting=held, slug=slug, title=title, status=status, **{**defaults, **values})
    session.add(initiative)
    session.commit()
    return initiative


def make_aim(initiative: Initiative, **values: Any) -> Aim:
    """Make an aim: forty managers in a year."""
    defaults = {
        "text": "Managers who have practised",
        "number": 40,
        "unit": "managers",
        "due_on": clock.now().date() + timedelta(days=365),
    }
    aim = Aim(initiative=initiative, **{**defaults, **values})
    session.add(aim)
    session.commit()
    return aim


def make_milestone(initiative: Initiative, **values: Any) -> Milestone:
    """Make a milestone four weeks ahead."""
    defaults = {
        "title": f"The first workshop {next(_numbers)}",
        "due_on": clock.now().date() + timedelta(days=28),
        "uid": f"{new_token()}@twain",
        "revised_at": clock.now(),
    }
    milestone = Milestone(initiative=initiative, **{**defaults, **values})
    session.add(milestone)
    session.commit()
    return milestone


def make_update(initiative: Initiative, **values: Any) -> InitiativeUpdate:
    """Make news of an initiative."""
    defaults = {"title": "Ten have practised", "body": "It was *quiet* at first.", "at": clock.now()}
    update = InitiativeUpdate(initiative=initiative, **{**defaults, **values})
    session.add(update)
    session.commit()
    return update
