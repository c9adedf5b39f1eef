"""Write content into a petition, and keep its lists, version and pages in step."""

from collections.abc import Collection

from sqlalchemy import delete

from app.accounts.models import User
from app.asks.services.keeping import targets_named
from app.cohosting.queries import host_tags
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.core.text import plain_text
from app.events.rules.finding import fold
from app.petitions.models import Petition, PetitionAsk, PetitionTarget, PetitionVersion, Threshold
from app.petitions.queries import lists
from app.petitions.queries import petitions as queries
from app.petitions.rules.content import PetitionDetails, apply_details
from app.petitions.rules.reaching import STEPS

#: Addresses under /desk/petitions/ and /petitions/ that mean something else.
RESERVED_SLUGS = frozenset({"new", "waiting", "verify"})


def hold(petition: Petition) -> None:
    """Let nobody else decide on the petition or its hosts until the transaction ends; read both anew."""
    lock(petition.cohosting)
    queries.locked(petition)


def touch_pages(petition: Petition) -> None:
    """Note that the public pages which show this petition have changed."""
    tags = host_tags(petition.cohosting)
    tags |= {f"ask:{each.slug}" for each in queries.asks_of(petition)}
    if petition.initiative is not None:
        tags.add(f"initiative:{petition.initiative.slug}")
        tags |= {f"event:{each.slug}" for each in lists.events_of(petition)}
    touch(f"petition:{petition.slug}", "petitions", *tags)


def write_details(petition: Petition, details: PetitionDetails) -> None:
    """Let the petition say exactly this."""
    apply_details(petition, details)
    petition.search_words = fold(f"{details.title} {details.demand} {plain_text(details.background)}")
    _set_asks(petition, details.asks)
    _set_targets(petition, details.targets)
    _set_thresholds(petition, details)
    session.flush()


def next_version(petition: Petition, *, by: User | None, note: str = "") -> None:
    """Keep what the petition says now, and count the edit."""
    petition.version += 1
    petition.revised_at = clock.now()
    content = queries.settled_content(petition)
    session.add(
        PetitionVersion(
            petition=petition,
            version=petition.version,
            content=content,
            note=note,
            by=by,
            at=petition.revised_at,
        )
    )
    session.flush()


def _set_thresholds(petition: Petition, details: PetitionDetails) -> None:
    """Keep one threshold for each consequence that was given a number; what was done stays done."""
    known = {each.consequence: each for each in queries.thresholds_of(petition)}
    for name, consequence in STEPS.items():
        number, found = getattr(details, name), known.get(consequence)
        if found is not None and found.count != number:
            session.delete(found)
            session.flush()
        if number and (found is None or found.count != number):
            acted_at = found.acted_at if found else None
            session.add(
                Threshold(petition=petition, count=number, consequence=consequence, acted_at=acted_at)
            )


def _set_asks(petition: Petition, slugs: Collection[str]) -> None:
    found = {ask.slug: ask for ask in queries.asks_at(slugs)}
    if len(found) != len(set(slugs)):
        raise Refused(_("One of these asks is not public any more. Choose again."))
    session.execute(delete(PetitionAsk).where(PetitionAsk.petition_id == petition.id))
    for position, slug in enumerate(dict.fromkeys(slugs)):
        session.add(PetitionAsk(petition_id=petition.id, ask_id=found[slug].id, position=position))


def _set_targets(petition: Petition, slugs: Collection[str]) -> None:
    wanted = targets_named(slugs)
    session.execute(delete(PetitionTarget).where(PetitionTarget.petition_id == petition.id))
    for target in wanted:
        session.add(PetitionTarget(petition_id=petition.id, target_id=target.id))
