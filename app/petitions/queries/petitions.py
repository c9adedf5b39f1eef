"""Petitions by address, by host, in lists, and what they carry."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.asks.models import Ask, AskStatus, Target
from app.cohosting.models import Cohosting
from app.cohosting.queries import accepted_hosts, held_by_or_offered_to, with_pending
from app.cohosting.rules import Content
from app.core.database import session
from app.events.rules.finding import words_of
from app.initiatives.models import Initiative
from app.organisations.models import Organisation, OrganisationStatus
from app.petitions.models import (
    Delivery,
    ModerationVerdict,
    Petition,
    PetitionAsk,
    PetitionReview,
    PetitionStatus,
    PetitionTarget,
    PetitionUpdate,
    PetitionVersion,
    Threshold,
)
from app.petitions.policies import listed
from app.petitions.rules import SHOWN
from app.petitions.rules.content import content_of
from app.petitions.rules.likeness import beginning, how_many_shared, telling
from app.petitions.rules.moderation import is_as_read
from app.petitions.rules.reaching import STEPS

#: So many are looked at when similar ones are sought, and so many shown.
_LOOKED_AT, _MOST_SIMILAR = 400, 5
#: One word that two petitions share, such as “every”, says nothing.
_FEWEST_SHARED = 2
#: What staff find at once when they look for a petition.
_MOST_FOUND = 50
#: Verdicts that say whether a petition may be public.
_SETTLING = (ModerationVerdict.PASSED, ModerationVerdict.STOPPED, ModerationVerdict.RESTORED)
#: Built once: everyone who signs asks it, and each page of a petition the wider one.
_AT_ADDRESS = select(Petition).where(
    Petition.slug == bindparam("slug"), Petition.status != PetitionStatus.DELETED
)
_WITH_HOLDING = _AT_ADDRESS.options(joinedload(Petition.cohosting), joinedload(Petition.initiative))


def petition_by_slug(slug: str) -> Petition | None:
    """Give the petition at an address, with its cohosting; deleted ones are not there."""
    return session.scalar(_WITH_HOLDING, {"slug": slug})


def petition_to_sign(slug: str) -> Petition | None:
    """Give the petition at an address, and nothing around it."""
    return session.scalar(_AT_ADDRESS, {"slug": slug})


def petition_of(cohosting: Cohosting) -> Petition | None:
    """Give the petition that a cohosting holds."""
    return session.scalar(select(Petition).where(Petition.cohosting_id == cohosting.id))


def locked(petition: Petition) -> Petition:
    """Read the petition again and keep others from changing it until the transaction ends.

    Whoever signs meanwhile does not wait: what only points at the petition may still be written.
    """
    query = select(Petition).where(Petition.id == petition.id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def petitions_held_by(*organisations: Organisation) -> Sequence[Petition]:
    """Give the petitions that these organisations hold or are asked to hold, newest first."""
    held = held_by_or_offered_to(*(each.id for each in organisations))
    query = select(Petition).where(Petition.cohosting_id.in_(held), Petition.status != PetitionStatus.DELETED)
    return session.scalars(query.order_by(Petition.created_at.desc(), Petition.id.desc())).all()


def shown_petitions_in(initiative: Initiative) -> Sequence[Petition]:
    """Give the petitions of an initiative that anyone can read, newest first."""
    query = select(Petition).where(Petition.initiative_id == initiative.id, Petition.status.in_(SHOWN))
    return session.scalars(query.order_by(Petition.id.desc())).all()


def asks_of(petition: Petition) -> Sequence[Ask]:
    """Give the asks that a petition carries, in their order."""
    query = select(Ask).join(PetitionAsk, PetitionAsk.ask_id == Ask.id)
    query = query.where(PetitionAsk.petition_id == petition.id)
    return session.scalars(query.order_by(PetitionAsk.position, Ask.id)).all()


def targets_of(petition: Petition) -> Sequence[Target]:
    """Give whom a petition is addressed to."""
    query = select(Target).join(PetitionTarget, PetitionTarget.target_id == Target.id)
    return session.scalars(query.where(PetitionTarget.petition_id == petition.id).order_by(Target.id)).all()


def thresholds_of(petition: Petition) -> Sequence[Threshold]:
    """Give the numbers at which something follows, lowest first."""
    query = select(Threshold).where(Threshold.petition_id == petition.id)
    return session.scalars(query.order_by(Threshold.count)).all()


def asks_at(slugs: Collection[str]) -> Sequence[Ask]:
    """Give the published asks at these addresses."""
    query = select(Ask).where(Ask.slug.in_(slugs), Ask.status == AskStatus.PUBLISHED)
    return session.scalars(query.order_by(Ask.id)).all()


def settled_content(petition: Petition) -> Content:
    """Give what the petition says now."""
    steps = {each.consequence: each.count for each in thresholds_of(petition)}
    return content_of(
        petition,
        [each.slug for each in asks_of(petition)],
        [each.slug for each in targets_of(petition)],
        {name: steps[each] for name, each in STEPS.items() if each in steps},
    )


def working_content(petition: Petition) -> Content:
    """Give what hosts write on: what the petition says, with the changes that wait for sign-off."""
    return with_pending(settled_content(petition), petition.cohosting)


def names_of(content: Content) -> dict[str, str]:
    """Give what the asks and targets of some content are called."""
    asks = session.execute(select(Ask.slug, Ask.title).where(Ask.slug.in_(content["asks"])))
    targets = session.execute(select(Target.slug, Target.name).where(Target.slug.in_(content["targets"])))
    named = {f"ask:{slug}": title for slug, title in asks}
    return named | {f"target:{slug}": name for slug, name in targets}


def updates_of(petition: Petition, limit: int = 20) -> Sequence[PetitionUpdate]:
    """Give the hosts' news, newest first."""
    query = select(PetitionUpdate).where(PetitionUpdate.petition_id == petition.id)
    query = query.options(joinedload(PetitionUpdate.organisation))
    return session.scalars(query.order_by(PetitionUpdate.id.desc()).limit(limit)).all()


def deliveries_of(petition: Petition) -> Sequence[Delivery]:
    """Give when the petition was handed over, newest first."""
    query = select(Delivery).where(Delivery.petition_id == petition.id).options(joinedload(Delivery.target))
    return session.scalars(query.order_by(Delivery.delivered_at.desc())).all()


def delivery_of(petition: Petition, number: int) -> Delivery | None:
    """Give one time that the petition was handed over."""
    return session.scalar(select(Delivery).where(Delivery.petition_id == petition.id, Delivery.id == number))


def same_delivery(
    petition: Petition, target: Target, delivered_at: datetime, receipt: str
) -> Delivery | None:
    """Give what says already that a petition was handed over, in the same words."""
    query = select(Delivery).where(
        Delivery.petition_id == petition.id,
        Delivery.target_id == target.id,
        Delivery.delivered_at == delivered_at,
        Delivery.receipt == receipt,
        Delivery.corrected_at.is_(None),
    )
    return session.scalars(query.limit(1)).first()


def reviews_of(petition: Petition) -> Sequence[PetitionReview]:
    """Give what staff said of a petition, oldest first."""
    query = select(PetitionReview).where(PetitionReview.petition_id == petition.id)
    return session.scalars(query.options(joinedload(PetitionReview.by)).order_by(PetitionReview.id)).all()


def stop_of(petition: Petition) -> PetitionReview | None:
    """Give what staff said when they stopped a petition; None when it was not, or may go on since."""
    settling = (each for each in reviews_of(petition) if each.verdict in _SETTLING)
    newest = next(reversed(list(settling)), None)
    return newest if newest is not None and newest.verdict is ModerationVerdict.STOPPED else None


def waits_to_be_read(petition: Petition, content: Content) -> bool:
    """Tell whether staff must read some content first.

    They must when they have stopped it; else when not every host is verified, and it is new to them.
    """
    if stop_of(petition) is not None:
        return True
    hosts = [host.organisation for host in accepted_hosts(petition.cohosting)]
    if all(host is not None and host.status is OrganisationStatus.VERIFIED for host in hosts):
        return False
    return not is_as_read(_content_read(petition), content)


def _content_read(petition: Petition) -> Content | None:
    """Give what the petition said when staff last let it pass; None when they never did."""
    passed = [each.at for each in reviews_of(petition) if each.verdict is ModerationVerdict.PASSED]
    if not passed:
        return None
    query = select(PetitionVersion.content).where(
        PetitionVersion.petition_id == petition.id, PetitionVersion.at <= passed[-1]
    )
    return session.scalar(query.order_by(PetitionVersion.version.desc()).limit(1))


def in_moderation() -> Sequence[Petition]:
    """Give the petitions that wait for staff, longest first."""
    query = select(Petition).where(Petition.status == PetitionStatus.IN_MODERATION)
    return session.scalars(query.order_by(Petition.submitted_at, Petition.id)).all()


def second_looks() -> set[int]:
    """Give the ids of petitions of which staff have asked somebody else of staff to look, too."""
    newest = select(func.max(PetitionReview.id)).group_by(PetitionReview.petition_id)
    query = select(Petition.id).join(PetitionReview, PetitionReview.petition_id == Petition.id)
    query = query.where(
        Petition.status == PetitionStatus.IN_MODERATION,
        PetitionReview.verdict == ModerationVerdict.SECOND_LOOK,
        PetitionReview.id.in_(newest),
    )
    return set(session.scalars(query))


def stopped() -> Sequence[Petition]:
    """Give the petitions that staff have stopped, newest first."""
    query = select(Petition).where(Petition.status == PetitionStatus.STOPPED)
    return session.scalars(query.order_by(Petition.id.desc()).limit(_MOST_FOUND)).all()


def public_with(words: str) -> Sequence[Petition]:
    """Give the petitions that anyone can read and that hold all of some words, newest first."""
    wanted = [Petition.search_words.contains(word, autoescape=True) for word in words_of(words)]
    if not wanted:
        return []
    query = select(Petition).where(Petition.status.in_(SHOWN), *wanted)
    return session.scalars(query.order_by(Petition.id.desc()).limit(_MOST_FOUND)).all()


def due_to_open(now: datetime) -> list[int]:
    """Give the ids of petitions whose opening time has come."""
    query = select(Petition.id).where(Petition.status == PetitionStatus.SCHEDULED, Petition.opens_at <= now)
    return list(session.scalars(query))


def due_to_close(now: datetime) -> list[int]:
    """Give the ids of open petitions whose time is over."""
    query = select(Petition.id).where(Petition.status == PetitionStatus.OPEN, Petition.closes_at <= now)
    return list(session.scalars(query))


def similar_to(words: str, but: Petition | None = None) -> list[Petition]:
    """Give open and closed petitions that share words with some text, the closest first."""
    wanted = telling(words_of(words))
    if not wanted:
        return []
    shares = or_(*(Petition.search_words.contains(beginning(word), autoescape=True) for word in wanted))
    query = select(Petition).where(shares, listed(), Petition.id != (but.id if but else 0))
    found = session.scalars(query.order_by(Petition.opened_at.desc()).limit(_LOOKED_AT)).all()
    shared = {each.id: how_many_shared(wanted, set(each.search_words.split())) for each in found}
    close = [each for each in found if shared[each.id] >= min(_FEWEST_SHARED, len(wanted))]
    return sorted(close, key=lambda each: -shared[each.id])[:_MOST_SIMILAR]
