"""Who may see and change funds, and look after money; conditions for queries stand beside the predicates."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select

from app.accounts.models import User
from app.cohosting.models import Cohosting, Host, HostStatus
from app.cohosting.policies import can_work_on, is_host_member, worked_on_by
from app.core.database import session
from app.core.errors import Forbidden
from app.donations.models import Fund, FundStatus
from app.donations.rules.status import EDITABLE, SHOWN
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from app.organisations.policies import organisations_where, role_of

#: Who looks after the money of an organisation.
KEEPING = (MemberRole.OWNER, MemberRole.TREASURER)


def listed() -> ColumnElement[bool]:
    """Give the condition that public pages show a fund."""
    return Fund.status.in_(SHOWN)


def is_listed(fund: Fund) -> bool:
    """Tell whether public pages show a fund (the twin of `listed`)."""
    return fund.status in SHOWN


def decided_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person may decide about a fund as a whole."""
    held = Fund.cohosting_id.in_(select(Cohosting.id).where(worked_on_by(user)))
    return and_(Fund.status != FundStatus.DELETED, held)


def kept_by(user: User) -> ColumnElement[bool]:
    """Give the condition that a person looks after the money of a host of a fund."""
    keeps = exists(
        select(Host.id)
        .join(Organisation, Organisation.id == Host.organisation_id)
        .where(
            Host.cohosting_id == Fund.cohosting_id, Host.status == HostStatus.ACCEPTED, money_kept_by(user)
        )
    )
    return and_(Fund.status != FundStatus.DELETED, keeps)


def money_kept_by(user: User) -> ColumnElement[bool]:
    """Match organisations whose money a person looks after (SQL twin of `can_keep_money`)."""
    return organisations_where(user, KEEPING) & (Organisation.status != OrganisationStatus.ARCHIVED)


def can_see_on_desk(user: User, fund: Fund) -> bool:
    """Tell whether the person belongs to a host of the fund."""
    return fund.status is not FundStatus.DELETED and is_host_member(user, fund.cohosting)


def can_edit(user: User, fund: Fund) -> bool:
    """Tell whether the person may write on the fund: an organiser of any accepted host."""
    return fund.status in EDITABLE and can_work_on(user, fund.cohosting)


def can_decide(user: User, fund: Fund) -> bool:
    """Tell whether the person may decide about the fund as a whole, and read what givers wrote."""
    return fund.status is not FundStatus.DELETED and can_work_on(user, fund.cohosting)


def can_keep(user: User, fund: Fund) -> bool:
    """Tell whether the person looks after the money of a host of the fund."""
    return fund.status is not FundStatus.DELETED and bool(kept_organisations(user, fund))


def can_keep_money(user: User, organisation: Organisation) -> bool:
    """Owners and treasurers look after an organisation's payment account, Gift Aid and spending."""
    return not organisation.is_archived and role_of(user, organisation) in KEEPING


def kept_organisations(user: User, fund: Fund) -> Sequence[Organisation]:
    """Give the accepted hosts of a fund whose money this person looks after."""
    query = (
        select(Organisation)
        .join(Host, Host.organisation_id == Organisation.id)
        .where(
            Host.cohosting_id == fund.cohosting_id, Host.status == HostStatus.ACCEPTED, money_kept_by(user)
        )
        .order_by(Host.id)
    )
    return session.scalars(query).all()


def keeping_for(user: User, fund: Fund, chosen: int | None) -> Organisation:
    """Give the chosen host, read anew; forbid one whose money the person does not look after."""
    kept = kept_organisations(user, fund)
    for organisation in kept:
        if organisation.id == chosen or (chosen is None and len(kept) == 1):
            return organisation
    raise Forbidden
