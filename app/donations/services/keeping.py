"""Write content into a fund, and keep its shares, version and pages in step."""

from sqlalchemy import delete

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.queries import host_tags
from app.cohosting.services import check_verified
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.revisions import touch
from app.donations.models import Fund, FundVersion, Share
from app.donations.queries import contents
from app.donations.queries import funds as queries
from app.donations.rules.content import FundDetails, Part, apply_details
from app.donations.rules.status import SHOWN
from app.organisations.models import Organisation

#: Addresses under /desk/funds/ and /funds/ that mean something else.
RESERVED_SLUGS = frozenset({"new"})


def hold(fund: Fund) -> None:
    """Let nobody else decide on the fund or its hosts until the transaction ends; read both anew."""
    lock(fund.cohosting)
    queries.locked(fund)


def check_may_change(fund: Fund, organisation: Organisation) -> None:
    """Refuse a host that is not verified the right to change what the public sees."""
    if fund.status in SHOWN:
        check_verified(organisation)


def touch_pages(fund: Fund) -> None:
    """Note that the public pages which show this fund have changed, those of former hosts too."""
    tags = host_tags(fund.cohosting)
    touch(f"fund:{fund.slug}", "funds", *tags, *cause_tags(fund.about))


def cause_tags(about: Cohosting | None) -> tuple[str, ...]:
    """Name the counter of the page of what a fund is for: `event:bread-and-tea`."""
    return (f"{about.kind.value}:{about.address.rpartition('/')[2]}",) if about else ()


def write_details(fund: Fund, details: FundDetails) -> None:
    """Let the fund say exactly this."""
    left = cause_tags(fund.about)
    if fund.status in SHOWN and left:
        touch(*left)  # the page of what it was for until now, too
    apply_details(fund, details)
    session.flush()
    session.expire(fund, ["about"])
    _write_shares(fund, details.shares)


def next_version(fund: Fund, *, by: User | None, note: str = "") -> None:
    """Count an edit, and keep what hosts now have before them."""
    session.flush()
    fund.version += 1
    fund.revised_at = clock.now()
    keep_version(fund, by=by, note=note)


def keep_version(fund: Fund, *, by: User | None, note: str = "") -> None:
    """Keep the content of the version that stands."""
    content = contents.working_content(fund)
    session.add(
        FundVersion(fund=fund, version=fund.version, content=content, note=note, by=by, at=clock.now())
    )
    session.flush()


def _write_shares(fund: Fund, parts: tuple[Part, ...]) -> None:
    """Let the hosts have exactly these parts; rows are made anew, since their order decides about pennies."""
    now = tuple(Part(each.organisation_id, each.weight) for each in queries.shares_of(fund))
    if now == parts:
        return
    session.execute(delete(Share).where(Share.fund_id == fund.id))
    for part in parts:
        session.add(Share(fund_id=fund.id, organisation_id=part.organisation, weight=part.weight))
        session.flush()
