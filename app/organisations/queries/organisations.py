"""Find organisations, and list them for the public and for staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, or_, select, true, tuple_

from app.core.database import session
from app.organisations.models import Organisation, OrganisationStatus, hue_of
from app.organisations.policies import listed

PAGE_LENGTH = 24


@dataclass(frozen=True)
class OrganisationCard:
    """What a list shows of an organisation."""

    id: int
    slug: str
    name: str
    purpose: str
    works_with: str
    area: str
    logo: str | None
    logo_alt: str

    @property
    def hue(self) -> str:
        """Name the colour of its circle."""
        return hue_of(self.id)


@dataclass(frozen=True)
class OrganisationPage:
    """A page of a list, and where the next one begins."""

    items: Sequence[OrganisationCard]
    next_cursor: str | None


CARD_COLUMNS = (
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.purpose,
    Organisation.works_with,
    Organisation.area,
    Organisation.logo,
    Organisation.logo_alt,
)


def organisation_by_slug(slug: str) -> Organisation | None:
    """Give the organisation at an address."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def organisation_locked(organisation: Organisation) -> Organisation:
    """Give the organisation as it is now, held against others until the transaction ends.

    The weaker lock lets rows that only point at it be written meanwhile.
    """
    return session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def is_slug_taken(slug: str) -> bool:
    """Tell whether an address belongs to an organisation already."""
    return organisation_by_slug(slug) is not None


def listed_organisations(q: str = "", cursor: str | None = None) -> OrganisationPage:
    """Give a page of the public list by name, narrowed to those that hold every word of `q`."""
    query = select(*CARD_COLUMNS).where(listed()).order_by(func.lower(Organisation.name), Organisation.id)
    for word in q.split():
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED)))
    if cursor:
        query = query.where(_after(cursor))
    rows = session.execute(query.limit(PAGE_LENGTH + 1)).all()
    items = [OrganisationCard(*row) for row in rows[:PAGE_LENGTH]]
    return OrganisationPage(items, items[-1].slug if len(rows) > PAGE_LENGTH else None)


_SEARCHED = (Organisation.name, Organisation.purpose, Organisation.works_with, Organisation.area)


def _after(cursor: str) -> ColumnElement[bool]:
    """Match what comes after the organisation at an address; everything when it is unknown."""
    last = organisation_by_slug(cursor)
    if last is None:
        return true()
    here = tuple_(func.lower(Organisation.name), Organisation.id)
    return here > tuple_(func.lower(last.name), literal(last.id))


def waiting_for_verification() -> Sequence[Organisation]:
    """Give the organisations that staff have to look at, longest waiting first."""
    query = select(Organisation).where(Organisation.status == OrganisationStatus.WAITING)
    return session.scalars(query.order_by(Organisation.verification_requested_at, Organisation.id)).all()


def organisations_for_staff(
    status: OrganisationStatus | None, q: str = "", *, before_id: int | None = None
) -> Sequence[Organisation]:
    """Give organisations in any status, newest first, by a part of their name or address."""
    query = select(Organisation).order_by(Organisation.id.desc()).limit(PAGE_LENGTH + 1)
    if status is not None:
        query = query.where(Organisation.status == status)
    if q:
        named = Organisation.name.icontains(q, autoescape=True)
        query = query.where(named | Organisation.slug.icontains(q, autoescape=True))
    if before_id is not None:
        query = query.where(Organisation.id < before_id)
    return session.scalars(query).all()
