"""Make asks and targets for tests; they are committed at once."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.asks.models import (
    Ask,
    AskStatus,
    AskTarget,
    Correction,
    CorrectionStatus,
    Standing,
    StatusEntry,
    Target,
    Wording,
)
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.text import slugify
from app.core.tokens import new_token
from app.organisations.models import Organisation
from tests.cohosting.factories import make_held
from tests.organisations.factories import OrganisationFactory

_numbers = count(1)


def make_ask(
    *,
    hosts: Sequence[Organisation] | None = None,
    status: AskStatus = AskStatus.PUBLISHED,
    targets: Sequence[Target] | None = None,
    **values: Any,
) -> Ask:
    """Make a published ask held by one verified organisation (or by `hosts`), put to one target."""
    hosts = hosts or [OrganisationFactory()]
    title = values.pop("title", f"A quiet room in every school {next(_numbers)}")
    slug = values.pop("slug", slugify(title))
    now = clock.now()
    defaults = {
        "text": "Every secondary school has a quiet room that pupils can use at any time.",
        "why": "Boys and girls alike told us that they have nowhere to go.",
        "done_when": "The council lists a quiet room for each of its 31 schools.",
        "intersections": {"gender": "Boys say they fear to be seen there; girls ask for a lock."},
        "created_at": now,
        "revised_at": now,
        "published_at": now if status in {AskStatus.PUBLISHED, AskStatus.WITHDRAWN} else None,
    }
    held = make_held(HeldKind.ASK, title, slug, hosts)
    ask = Ask(cohosting=held, slug=slug, title=title, status=status, **{**defaults, **values})
    session.add(ask)
    session.flush()
    for target in [make_target(entered_by=hosts[0])] if targets is None else targets:
        put(ask, target)
    session.commit()
    return ask


def make_target(name: str = "", *, entered_by: Organisation | None = None, **values: Any) -> Target:
    """Make a target that some organisation has entered."""
    name = name or f"Northbridge Council {next(_numbers)}"
    target = Target(
        name=name,
        slug=values.pop("slug", slugify(name)),
        office=values.pop("office", "Director of schools"),
        jurisdiction=values.pop("jurisdiction", "Northbridge"),
        entered_by=entered_by or OrganisationFactory(),
        created_at=clock.now(),
        **values,
    )
    session.add(target)
    session.commit()
    return target


def put(ask: Ask, target: Target, *, standing: Standing = Standing.ASKED, **values: Any) -> AskTarget:
    """Put an ask to a target, as of today."""
    values.setdefault("asked_on", clock.now().date())
    ask_target = AskTarget(
        ask=ask,
        target=target,
        standing=standing,
        changed_at=values.pop("changed_at", clock.now()),
        uid=f"{new_token()}@twain",
        **values,
    )
    session.add(ask_target)
    session.commit()
    return ask_target


def make_wording(ask: Ask, organisation: Organisation, text: str) -> Wording:
    """Keep how one host put the ask."""
    wording = Wording(ask=ask, organisation=organisation, text=text, at=clock.now())
    session.add(wording)
    session.commit()
    return wording


def make_entry(ask: Ask, by: User, organisation: Organisation) -> StatusEntry:
    """Write, for a host, that the first target has done it; it waits for a second reader."""
    ask_target = session.scalars(select(AskTarget).where(AskTarget.ask_id == ask.id)).first()
    entry = StatusEntry(
        ask_target=ask_target,
        before=Standing.ASKED,
        after=Standing.DONE,
        on=clock.now().date(),
        evidence_link="https://example.org/rule",
        by=by,
        organisation=organisation,
        needs_review=True,
        is_declined=False,
        at=clock.now(),
    )
    session.add(entry)
    session.commit()
    return entry


def make_correction(ask: Ask, text: str = "It was May.") -> Correction:
    """Keep that someone asks for a correction."""
    correction = Correction(ask=ask, text=text, status=CorrectionStatus.WAITING, created_at=clock.now())
    session.add(correction)
    session.commit()
    return correction
