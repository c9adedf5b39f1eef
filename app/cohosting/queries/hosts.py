"""Who holds a thing, in the order that is fair to all."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cohosting.models import Cohosting, Host, HostStatus
from app.cohosting.rules import rotated
from app.core import clock
from app.core.database import session
from app.core.text import canonical_email, clean_line
from app.core.tokens import token_hash
from app.organisations.models import HUES, Organisation, OrganisationStatus, hue_of
from app.organisations.policies import can_publish

CURRENT = (HostStatus.OFFERED, HostStatus.ACCEPTED)
CardRow = Row[int, int, str, str, str | None]
_FOUND_AT_MOST = 12
_SHORTEST_SEARCH = 2
#: So many of the newest drafts of one title are looked at for a second press.
_LOOKED_AT = 5


@dataclass(frozen=True)
class HostCard:
    """What a list shows of a host."""

    id: int
    slug: str
    name: str
    #: The colour of its circle: its own, or the next free one beside hosts of the same colour.
    hue: str
    #: The address of its picture, if it has one.
    logo: str | None

    @property
    def url(self) -> str:
        """Give the address of its public page."""
        return f"/organisations/{self.slug}"


#: Built once: lists ask it on every request.
_ACCEPTED = (
    select(Host.cohosting_id, Organisation.id, Organisation.slug, Organisation.name, Organisation.logo)
    .join(Organisation, Host.organisation_id == Organisation.id)
    .where(Host.status == HostStatus.ACCEPTED)
    .order_by(Host.cohosting_id, Host.id)
)
_HOSTS_OF = _ACCEPTED.where(Host.cohosting_id.in_(bindparam("ids", expanding=True)))
_HOSTS_OF_ONE = _ACCEPTED.where(Host.cohosting_id == bindparam("cohosting_id"))


def cohosting_by_id(cohosting_id: int) -> Cohosting | None:
    """Give a cohosting."""
    return session.get(Cohosting, cohosting_id)


def host_by_id(host_id: int) -> Host | None:
    """Give a host or an offer."""
    return session.get(Host, host_id)


def host_by_token(token: str) -> Host | None:
    """Give the offer that a link in a mail stands for."""
    return session.scalar(select(Host).where(Host.token_hash == token_hash(token)))


def hosts_of(cohosting: Cohosting) -> Sequence[Host]:
    """Give all hosts, offers and former hosts, oldest first, as they stand at this moment."""
    return session.scalars(_hosts(Host.cohosting_id == cohosting.id)).all()


def accepted_hosts(cohosting: Cohosting) -> list[Host]:
    """Give the accepted hosts as they stand at this moment, in the rotating order."""
    query = _hosts(Host.cohosting_id == cohosting.id, Host.status == HostStatus.ACCEPTED)
    return rotated(session.scalars(query).all(), cohosting.id)


def offers_of(cohosting: Cohosting) -> Sequence[Host]:
    """Give the offers that nobody has answered yet, oldest first."""
    return session.scalars(_hosts(Host.cohosting_id == cohosting.id, Host.status == HostStatus.OFFERED)).all()


def unverified_hosts(cohosting: Cohosting) -> list[Organisation]:
    """Give the organisations among the hosts that cannot be named in public at this moment."""
    hosts = (host.organisation for host in accepted_hosts(cohosting))
    return [each for each in hosts if each is not None and not can_publish(each)]


def speaking_hosts(cohosting: Cohosting) -> list[Host]:
    """Give the accepted hosts whose word counts; an archived one only keeps its name on what is over."""
    return [
        host
        for host in accepted_hosts(cohosting)
        if host.organisation is not None and not host.organisation.is_archived
    ]


def host_of(cohosting: Cohosting, organisation: Organisation) -> Host | None:
    """Give an organisation's place among the accepted hosts."""
    query = _hosts(
        Host.cohosting_id == cohosting.id,
        Host.status == HostStatus.ACCEPTED,
        Host.organisation_id == organisation.id,
    )
    return session.scalar(query)


def current_hosts_of_organisation(organisation: Organisation) -> Sequence[Host]:
    """Give everything that an organisation hosts or is asked to host, in the order in which things are held.

    Two organisations that let go of the same things at the same moment then do not wait for each other.
    """
    query = _hosts(Host.organisation_id == organisation.id, Host.status.in_(CURRENT))
    return session.scalars(query.order_by(None).order_by(Host.cohosting_id, Host.id)).all()


def offers_to_address(email: str) -> Sequence[Host]:
    """Give the unanswered offers that went to an address, in the order in which things are held."""
    asked = Host.invited_email == canonical_email(email)
    query = _hosts(asked, Host.status == HostStatus.OFFERED)
    return session.scalars(query.order_by(None).order_by(Host.cohosting_id, Host.id)).all()


def is_waiting(host: Host) -> bool:
    """Tell whether an offer can still be answered."""
    in_time = host.expires_at is None or clock.now() < host.expires_at
    return host.status is HostStatus.OFFERED and in_time


def due_to_expire(now: datetime) -> Sequence[int]:
    """Give the ids of offers that nobody answered in time."""
    query = select(Host.id).where(Host.status == HostStatus.OFFERED, Host.expires_at <= now)
    return session.scalars(query.order_by(Host.id)).all()


def host_tags(cohosting: Cohosting) -> set[str]:
    """Name the revision counters of the pages of its hosts, those of former ones too."""
    organisations = (host.organisation for host in hosts_of(cohosting))
    return {f"organisation:{organisation.slug}" for organisation in organisations if organisation}


def host_organisations(cohosting_id: int) -> Sequence[Organisation]:
    """Give the organisations that hold a thing, in the rotating order."""
    query = (
        select(Organisation)
        .join(Host, Host.organisation_id == Organisation.id)
        .where(Host.cohosting_id == cohosting_id, Host.status == HostStatus.ACCEPTED)
        .order_by(Host.id)
    )
    return rotated(session.scalars(query).all(), cohosting_id)


def host_organisations_of(cohosting_ids: Collection[int]) -> dict[int, list[HostCard]]:
    """Give the hosts of several things in one query, each in its rotating order."""
    rows: dict[int, list[CardRow]] = defaultdict(list)
    for row in session.connection().execute(_HOSTS_OF, {"ids": list(cohosting_ids)}):
        rows[row[0]].append(row)
    return {each: _cards(rotated(rows[each], each)) for each in cohosting_ids}


def held_by(*organisation_ids: int) -> Select[int]:
    """Give, for use in other queries, what these organisations hold."""
    return _held(Host.organisation_id.in_(organisation_ids))


def held_by_or_offered_to(*organisation_ids: int) -> Select[int]:
    """Give, for use in other queries, what these organisations hold or are asked to hold."""
    return select(Host.cohosting_id).where(
        Host.organisation_id.in_(organisation_ids), Host.status.in_(CURRENT)
    )


def held_by_hosts_of(cohosting: Cohosting) -> Select[int]:
    """Give, for use in other queries, what any host of a thing holds, that thing included."""
    hosts = select(Host.organisation_id).where(
        Host.cohosting_id == cohosting.id, Host.status == HostStatus.ACCEPTED
    )
    return _held(Host.organisation_id.in_(hosts))


def held_by_others(organisation_id: int) -> Select[int]:
    """Give, for use in other queries, what someone else than an organisation holds, alone or with it."""
    return _held(Host.organisation_id != organisation_id)


def _held(condition: ColumnElement[bool]) -> Select[int]:
    return select(Host.cohosting_id).where(condition, Host.status == HostStatus.ACCEPTED)


def host_cards(cohosting_id: int) -> list[HostCard]:
    """Give the hosts of one thing, in the rotating order."""
    rows = session.connection().execute(_HOSTS_OF_ONE, {"cohosting_id": cohosting_id}).all()
    return _cards(rotated(rows, cohosting_id))


def organisations_to_invite(cohosting: Cohosting, words: str) -> Sequence[Organisation]:
    """Find organisations by part of their name that neither host nor are asked already."""
    wanted = clean_line(words)
    if len(wanted) < _SHORTEST_SEARCH:
        return ()
    taken = select(Host.organisation_id).where(
        Host.cohosting_id == cohosting.id, Host.status.in_(CURRENT), Host.organisation_id.is_not(None)
    )
    gone = (OrganisationStatus.ARCHIVED, OrganisationStatus.REJECTED)
    query = (
        select(Organisation)
        .where(
            func.lower(Organisation.name).contains(wanted.lower(), autoescape=True),
            Organisation.status.not_in(gone),
            Organisation.id.not_in(taken),
        )
        .order_by(Organisation.name, Organisation.id)
        .limit(_FOUND_AT_MOST)
    )
    return session.scalars(query).all()


def _hosts(*conditions: ColumnElement[bool]) -> Select[Host]:
    query = select(Host).options(joinedload(Host.organisation)).where(*conditions).order_by(Host.id)
    return query.execution_options(populate_existing=True)


def _cards(rows: Sequence[CardRow]) -> list[HostCard]:
    cards: list[HostCard] = []
    for _cohosting_id, organisation_id, slug, name, logo in rows:
        own = hue_of(organisation_id)
        used = {card.hue for card in cards}
        hue = next((each for each in rotated(HUES, HUES.index(own)) if each not in used), own)
        picture = f"/pictures/{logo}.webp" if logo else None
        cards.append(HostCard(organisation_id, slug, name, hue, picture))
    return cards


def begun_just_now(title: str, organisation: Organisation, *, by: User) -> Sequence[Cohosting]:
    """Give what someone has just begun for an organisation under a title, newest first."""
    query = select(Cohosting).join(Host, Host.cohosting_id == Cohosting.id)
    query = query.where(
        Cohosting.title == title, Host.organisation_id == organisation.id, Host.offered_by_id == by.id
    )
    found = session.scalars(query.order_by(Cohosting.id.desc()).limit(_LOOKED_AT))
    return [each for each in found if clock.is_just_now(each.created_at)]
