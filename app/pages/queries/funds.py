"""What the public sees of funds: where they belong, what was given, and who gets what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import joinedload

from app.cohosting.models import Cohosting, HeldKind
from app.cohosting.queries import HostCard, host_organisations_of
from app.core import clock
from app.core.database import session
from app.core.money import Money
from app.core.money import decimals as digits_of
from app.donations.models import Account, Fund, FundStatus
from app.donations.policies import listed as listed_fund
from app.donations.queries.funds import shares_of
from app.donations.queries.ledger import Sums, months_of, sums_of
from app.donations.rules.ledger import left_to, parts, raised
from app.donations.rules.public_ledger import PublicLedger, are_told, percent_of, public_ledger
from app.donations.rules.sharing import percent
from app.events.models import Event
from app.events.policies import listed as listed_event
from app.initiatives.models import Initiative, InitiativeStatus
from app.initiatives.policies import listed as listed_initiative
from app.organisations.models import Organisation
from app.petitions.models import Petition
from app.petitions.policies import listed as listed_petition

TEN = 10
PAGE = 20


@dataclass(frozen=True)
class FundCard:
    """What a list shows of a fund."""

    fund: Fund
    hosts: Sequence[HostCard]


@dataclass(frozen=True)
class FundPage:
    """A page of the list, with the cursor of the next (None for the last)."""

    cards: Sequence[FundCard]
    after: int | None


@dataclass(frozen=True)
class Cause:
    """What a fund belongs to, as everyone may read it."""

    title: str
    address: str


@dataclass(frozen=True)
class Part:
    """What one host gets of each gift, and of ten pounds."""

    organisation: Organisation
    percent: str
    of_ten: Money


@dataclass(frozen=True)
class Told:
    """How much was given, as far as it may be told: `raised` is None while there are too few gifts."""

    gifts: int
    raised: Money | None
    percent: int


@dataclass(frozen=True)
class HostSums:
    """What was given for one host, and what became of it."""

    organisation: Organisation
    given: Money
    fees: Money
    #: On its way back to givers, or held by a bank.
    back: Money
    passed_on: Money
    spent: Money
    left: Money


@dataclass(frozen=True)
class LedgerPage:
    """Everything but the names and the spending that a public ledger says."""

    told: Told
    fees: Money | None
    spent: Money
    hosts: Sequence[HostSums]
    months: PublicLedger


def cause_of(fund: Fund) -> Cause | None:
    """Give what a fund belongs to, while anyone can read its page."""
    about = fund.about
    if about is None:
        return None
    found = session.execute(_PAGES[about.kind](about)).first() if about.kind in _PAGES else None
    return Cause(found.title, f"/{about.kind.value}s/{found.slug}") if found else None


def ten_of(fund: Fund) -> Money:
    """Give ten pounds, euros or yen: the gift by which a page explains what becomes of each."""
    return Money(TEN * 10 ** digits_of(fund.currency), fund.currency)


def parts_of(fund: Fund) -> list[Part]:
    """Give who gets what of each gift, in per cent and of ten pounds."""
    shares = shares_of(fund)
    if not shares:
        return []
    split = parts(ten_of(fund).minor, [(each.organisation_id, each.weight) for each in shares])
    return [
        Part(each.organisation, percent(each.weight), Money(split[each.organisation_id], fund.currency))
        for each in shares
    ]


def told_of(fund: Fund, sums: Sums | None = None) -> Told:
    """Give how much was given: money that came, without what went back or is held back."""
    sums = sums or sums_of(fund)
    gifts, total = sums.gifts(), raised(sums.lines())
    if not are_told(gifts):
        return Told(gifts, None, 0)
    return Told(gifts, Money(total, fund.currency), percent_of(total, fund.goal_minor))


def ledger_of(fund: Fund) -> LedgerPage:
    """Give the sums of a fund, however long its ledger is."""
    sums = sums_of(fund)
    told = told_of(fund, sums)
    return LedgerPage(
        told=told,
        fees=Money(_in(sums, Account.FEES), fund.currency) if told.raised else None,
        spent=Money(_in(sums, Account.SPENT), fund.currency),
        hosts=_hosts(fund, sums) if told.raised else (),
        months=public_ledger(months_of(fund), f"{clock.now():%Y-%m}"),
    )


def initiative_with_funds(slug: str) -> tuple[Initiative, list[Fund]] | None:
    """Give the initiative at an address with the funds that anyone can read of, in one query."""
    query = (
        select(Initiative, Fund)
        .outerjoin(Fund, and_(Fund.about_id == Initiative.cohosting_id, listed_fund()))
        .where(Initiative.slug == slug, Initiative.status != InitiativeStatus.DELETED)
        .options(joinedload(Initiative.cohosting))
        .order_by(Fund.id.desc())
    )
    rows = session.execute(query).all()
    return (rows[0][0], [fund for _initiative, fund in rows if fund is not None]) if rows else None


def raised_by(funds: Iterable[Fund]) -> list[Money]:
    """Give what was raised by some funds together, a sum for each currency; what may be told."""
    found: dict[str, int] = {}
    for fund in funds:
        told = told_of(fund)
        if told.raised and told.raised.minor > 0:
            found[fund.currency] = found.get(fund.currency, 0) + told.raised.minor
    return [Money(minor, currency) for currency, minor in found.items()]


def found_funds(words: str, after: int | None) -> FundPage:
    """Give one page of the funds that anyone can read and that speak of some words.

    Those that take gifts come first, of both kinds the newest; `after` is the last one of the page before.
    """
    is_over = case((Fund.status == FundStatus.OPEN, 0), else_=1)
    query = select(Fund).where(listed_fund())
    if after is not None:
        before = select(is_over).where(Fund.id == after).scalar_subquery()
        query = query.where(or_(is_over > before, and_(is_over == before, Fund.id < after)))
    if words:
        spoken = (Fund.title, Fund.summary)
        query = query.where(or_(*(each.icontains(words, autoescape=True) for each in spoken)))
    found = session.scalars(query.order_by(is_over, Fund.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    hosts = host_organisations_of([each.cohosting_id for each in shown])
    cards = [FundCard(each, hosts[each.cohosting_id]) for each in shown]
    return FundPage(cards, shown[-1].id if len(found) > PAGE else None)


def latest_funds(limit: int) -> list[FundCard]:
    """Give the funds whose pages changed last, for feeds."""
    query = select(Fund).where(listed_fund()).order_by(Fund.revised_at.desc(), Fund.id.desc()).limit(limit)
    found = session.scalars(query).all()
    hosts = host_organisations_of([each.cohosting_id for each in found])
    return [FundCard(each, hosts[each.cohosting_id]) for each in found]


def sitemap_funds(limit: int) -> list[tuple[str, datetime | None]]:
    """Give the path of every fund that anyone can read, for the map of the site."""
    query = select(Fund.slug, Fund.revised_at).where(listed_fund()).order_by(Fund.id.desc())
    return [(f"/funds/{slug}", at) for slug, at in session.execute(query.limit(limit))]


def _hosts(fund: Fund, sums: Sums) -> list[HostSums]:
    lines = sums.lines()
    ids = {line.organisation_id for line in lines} - {None}
    named = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)

    def of(organisation: Organisation, *accounts: Account) -> Money:
        found = sum(
            line.amount
            for line in lines
            if line.organisation_id == organisation.id and line.account in accounts
        )
        return Money(found, fund.currency)

    return [
        HostSums(
            each,
            given=Money(-of(each, Account.HOST).minor, fund.currency),
            fees=of(each, Account.FEES),
            back=of(each, Account.REFUNDS, Account.DISPUTES),
            passed_on=of(each, Account.SETTLEMENTS),
            spent=of(each, Account.SPENT),
            left=Money(left_to(each.id, lines), fund.currency),
        )
        for each in session.scalars(named)
    ]


def _in(sums: Sums, account: Account) -> int:
    return sum(line.amount for line in sums.lines() if line.account is account)


def _event(about: Cohosting) -> Select[str, str]:
    return select(Event.title, Event.slug).where(Event.cohosting_id == about.id, listed_event())


def _initiative(about: Cohosting) -> Select[str, str]:
    held = Initiative.cohosting_id == about.id
    return select(Initiative.title, Initiative.slug).where(held, listed_initiative())


def _petition(about: Cohosting) -> Select[str, str]:
    return select(Petition.title, Petition.slug).where(Petition.cohosting_id == about.id, listed_petition())


_PAGES = {HeldKind.EVENT: _event, HeldKind.INITIATIVE: _initiative, HeldKind.PETITION: _petition}
