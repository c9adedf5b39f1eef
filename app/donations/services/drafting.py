"""Begin a fund, and delete one that the public has never seen."""

from dataclasses import replace

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import HeldKind
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, in_language
from app.core.slugs import add_at_free_slug
from app.donations.models import Fund, FundStatus, FundVersion
from app.donations.rules.content import FundDetails, Part, apply_details
from app.donations.rules.readiness import refusal_to_delete
from app.donations.rules.sharing import WHOLE
from app.donations.rules.status import move
from app.donations.services.keeping import RESERVED_SLUGS, hold, keep_version, write_details
from app.organisations.models import Organisation


def draft_fund(details: FundDetails, *, organisation: Organisation, by: User | None) -> Fund:
    """Begin a draft that one organisation holds so far, and gets all of; others can be invited."""
    now = clock.now()
    held = cohosting.begin(HeldKind.FUND, details.title, organisation=organisation, by=by)
    fund = Fund(
        cohosting=held, status=FundStatus.DRAFT, version=1, created_at=now, revised_at=now, outcome=""
    )
    details = replace(details, shares=details.shares or (Part(organisation.id, WHOLE),))
    apply_details(fund, details)
    add_at_free_slug(fund, details.title, RESERVED_SLUGS)
    cohosting.rename(held, details.title, address=f"/desk/funds/{fund.slug}")
    write_details(fund, details)
    keep_version(fund, by=by)
    record(Action.FUND_DRAFTED, fund, by=by, on_behalf_of=organisation)
    return fund


def delete_draft(fund: Fund, *, by: User, on_behalf_of: Organisation) -> None:
    """Delete what the public has never seen."""
    hold(fund)
    if refusal := refusal_to_delete(fund):
        raise Refused(refusal)
    record(Action.FUND_DELETED, fund, by=by, on_behalf_of=on_behalf_of)
    wipe(fund, by=by)


def wipe(fund: Fund, *, by: User | None) -> None:
    """Forget all that a draft said; only the row is left, so that its address is not given again."""
    with in_language(fund.language):
        title = _("A deleted fund")
    cohosting.forget_draft(fund.cohosting, title, by=by)
    write_details(fund, FundDetails(title=""))
    session.query(FundVersion).filter_by(fund_id=fund.id).delete()
    fund.status = move(fund.status, FundStatus.DELETED)
    session.flush()
