"""Hand a petition over: the pack, and the record that it was received."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from app.accounts.models import User
from app.asks.models import ContactKind, Target
from app.asks.services import Turn, Writing
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.queries import accepted_hosts
from app.cohosting.services import check_verified
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _, format_date
from app.core.settings import settings
from app.core.text import plain_text
from app.organisations.models import Organisation
from app.petitions.models import Delivery, NewsKind, Petition, PetitionStatus
from app.petitions.queries import lists
from app.petitions.queries import petitions as queries
from app.petitions.rules.pack import MOST_PRINTED, Pack
from app.petitions.services.contacting import keep_contacts
from app.petitions.services.keeping import hold, touch_pages
from app.petitions.services.news import add_news


@dataclass(frozen=True)
class Handover:
    """To whom a petition was handed, when, and what they gave for it."""

    target: Target
    delivered_at: datetime
    receipt: str = ""


def pack_of(petition: Petition) -> Pack:
    """Give what the pack says now."""
    names = [name for name, _area, _day in islice(lists.named_signers(petition), MOST_PRINTED)]
    hosts = [host.organisation for host in accepted_hosts(petition.cohosting)]
    return Pack(
        title=petition.title,
        demand=petition.demand,
        background=plain_text(petition.background),
        hosts=[host.name for host in hosts if host],
        targets=[target.name for target in queries.targets_of(petition)],
        total=petition.total,
        on_paper=petition.paper_count,
        day=format_date(clock.now().date()),
        address=f"{settings().public_url}/petitions/{petition.slug}/number",
        names=names,
        named=lists.count_named(petition),
    )


def note_pack(petition: Petition, kind: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Write down that names left the house."""
    record(Action.PETITION_PACK_MADE, petition, by=by, on_behalf_of=on_behalf_of, detail={"kind": kind})


def note_export(petition: Petition, *, by: User, on_behalf_of: Organisation) -> None:
    """Write down that a host took the addresses of those who agreed."""
    record(Action.PETITION_SIGNERS_EXPORTED, petition, by=by, on_behalf_of=on_behalf_of)


def record_delivery(
    petition: Petition, handover: Handover, *, by: User, on_behalf_of: Organisation
) -> Delivery:
    """Keep that the petition was handed over, tell those who wish to hear, and write it into the tracker.

    A second press keeps and tells nothing again.
    """
    hold(petition)
    check_verified(on_behalf_of)
    if petition.status not in {PetitionStatus.OPEN, PetitionStatus.CLOSED}:
        raise Refused(_("The public cannot see this petition."))
    if handover.delivered_at > clock.now():
        raise Invalid(_("This day has not come yet."), "delivered_on")
    if kept := queries.same_delivery(petition, handover.target, handover.delivered_at, handover.receipt):
        return kept
    delivery = Delivery(
        petition=petition,
        target=handover.target,
        count=petition.total,
        delivered_at=handover.delivered_at,
        receipt=handover.receipt,
        by_id=by.id,
        organisation_id=on_behalf_of.id,
    )
    session.add(delivery)
    session.flush()
    record(Action.PETITION_DELIVERED, petition, by=by, on_behalf_of=on_behalf_of)
    keep_contacts(petition, handover.target, lambda: _turn(petition, handover), Writing(by, on_behalf_of))
    values: dict[str, object] = {"target": handover.target.name, "number": petition.total}
    add_news(petition, NewsKind.DELIVERED, f"delivered:{delivery.id}", values)
    touch_pages(petition)
    return delivery


def take_back_delivery(delivery: Delivery, reason: str, *, by: User, on_behalf_of: Organisation) -> None:
    """Say to everyone that a handover was written down wrongly, and why; it stays. Twice is harmless."""
    petition = delivery.petition
    hold(petition)
    check_verified(on_behalf_of)
    session.refresh(delivery)
    if delivery.corrected_at is not None:
        return
    delivery.corrected_at, delivery.correction = clock.now(), reason
    detail = {"entry": delivery.id}
    record(Action.PETITION_DELIVERY_TAKEN_BACK, petition, by=by, on_behalf_of=on_behalf_of, detail=detail)
    values: dict[str, object] = {"target": "", "reason": reason}
    if delivery.target is not None:
        values["target"] = delivery.target.name
        keep_contacts(petition, delivery.target, lambda: _turned_back(delivery), Writing(by, on_behalf_of))
    add_news(petition, NewsKind.DELIVERY_TAKEN_BACK, f"delivery_taken_back:{delivery.id}", values)
    touch_pages(petition)


def _turned_back(delivery: Delivery) -> Turn:
    said = _(
        "That “%(title)s” was handed over on %(day)s is taken back: %(reason)s",
        title=delivery.petition.title,
        day=format_date(delivery.delivered_at.date()),
        reason=delivery.correction,
    )
    return Turn(ContactKind.DELIVERY_TAKEN_BACK, clock.now().date(), said)


def _turn(petition: Petition, handover: Handover) -> Turn:
    said = _("“%(title)s” with %(number)s signatures.", title=petition.title, number=petition.total)
    return Turn(ContactKind.PETITION_DELIVERED, handover.delivered_at.date(), said)
