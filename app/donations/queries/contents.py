"""What a fund says: to everybody, as a change that waits for its hosts, and as they write on it."""

from sqlalchemy import select

from app.cohosting.models import Cohosting
from app.cohosting.queries import accepted_hosts, with_pending
from app.cohosting.rules import Content
from app.core.database import session
from app.donations.models import Fund
from app.donations.queries.accounts import ready_among
from app.donations.queries.funds import shares_of
from app.donations.rules.content import content_of, weights_in
from app.donations.rules.readiness import Holding
from app.donations.rules.wording import Names
from app.organisations.models import Organisation
from app.organisations.policies import can_publish


def settled_content(fund: Fund) -> Content:
    """Give what the fund says now: its columns and its shares."""
    return content_of(fund, shares_of(fund))


def working_content(fund: Fund) -> Content:
    """Give what hosts write on: what the fund says, with the changes that wait for sign-off."""
    return with_pending(settled_content(fund), fund.cohosting)


def holding_of(fund: Fund, content: Content | None = None) -> Holding:
    """Give who holds the fund now, and who gets what by some content (else by what is settled)."""
    organisations = hosts_by_age(fund)
    hosts = [each.id for each in organisations]
    weights = weights_in(settled_content(fund) if content is None else content)
    return Holding(hosts, weights, ready_among(hosts), are_verified=all(map(can_publish, organisations)))


def hosts_by_age(fund: Fund) -> list[Organisation]:
    """Give the hosts, the oldest first: their order decides about odd pennies."""
    hosts = sorted(accepted_hosts(fund.cohosting), key=lambda host: host.id)
    return [host.organisation for host in hosts if host.organisation]


def names_for(*contents: Content) -> Names:
    """Give what the hosts and things in some contents are called."""
    hosts = {host for content in contents for host in weights_in(content)}
    things = {content.get("about_id") for content in contents} - {None}
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(hosts))
    titled = select(Cohosting.id, Cohosting.title).where(Cohosting.id.in_(things))
    return Names(
        {each.id: each.name for each in session.execute(named)} if hosts else {},
        {each.id: each.title for each in session.execute(titled)} if things else {},
    )
