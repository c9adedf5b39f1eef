"""Gifts: webhooks beside the floor of the database; a ledger of a million postings beside a short one."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import Integer, insert, literal, select, text

from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus
from app.core import clock
from app.core.database import session
from app.core.revisions import touch
from app.core.transaction import transaction
from app.donations.models import (
    Account,
    Donation,
    DonationStatus,
    EntryKind,
    Fund,
    FundStatus,
    LedgerEntry,
    Posting,
    Share,
)
from app.donations.queries.ledger import sums_of
from app.donations.services.balances import is_balanced, rest_balances
from app.organisations.models import Organisation
from bench.databases import POSTGRESQL
from bench.processes import Processes
from bench.report import Row, at_most, beside
from bench.settings import Scale
from bench.telling import SECRET, Telling, claims_a_second, clients, deliveries_a_second
from bench.world import World

ROUNDS, READS = 3, 30
#: So many gifts are told of in each round.
TOLD = 1_200
AIM, LEAST_A_SECOND, GROWTH = 0.25, 200, 1.3
SHORT, LONG_IN_FULL, LONG_IN_QUICK = 250, 250_000, 12_500
#: Account, amount and host of each line of an entry.
LINES = (
    (Account.CLEARING, 1_000, None),
    (Account.HOST, -400, 1),
    (Account.HOST, -300, 2),
    (Account.HOST, -300, 3),
)
#: So many of the postings are younger than what rests.
FRESH = 100
CHUNK = 10_000
STRIPE = {"STRIPE_SECRET_KEY": "sk_test_bench", "STRIPE_WEBHOOK_SECRETS": SECRET}


def gift_rows(world: World, processes: Processes, on: str, scale: Scale) -> list[Row]:
    """Measure both on one world; webhooks on the database of those who expect many."""
    rows = [_ledger_row(world, on, LONG_IN_FULL if scale.rounds > 1 else LONG_IN_QUICK)]
    if on == POSTGRESQL.name:
        rows += _webhook_rows(world, processes, on)
    return rows


def _webhook_rows(world: World, processes: Processes, on: str) -> list[Row]:
    """Take turns: the floor, then deliveries over HTTP, each of another gift."""
    server = processes.twain({**world.environ, **STRIPE})
    database = world.environ["DATABASE_URL"]
    pairs = []
    with clients() as pool:
        for number in range(ROUNDS):
            idle = f"floor-{number}"
            floor = claims_a_second(pool, Telling(database, idle, _waiting(world, idle)))
            busy = f"told-{number}"
            told = _waiting(world, busy)
            pairs.append((deliveries_a_second(pool, Telling(server.url(""), busy, told)), floor))
            _check(world, told)
    values = (median(one for one, _ in pairs), median(floor for _, floor in pairs))
    what = (
        "Webhooks taken, each with its gift, entry and receipt; floor: INSERT and UPDATE by the driver alone"
    )
    speed = Row(
        f"Webhooks a second, at least {LEAST_A_SECOND}",
        on,
        f"{values[0]:,.0f}/s",
        aim=f"≥ {LEAST_A_SECOND}/s",
        is_met=values[0] >= LEAST_A_SECOND,
    )
    return [beside(what, on, values, median(one / two for one, two in pairs), AIM), speed]


def _ledger_row(world: World, on: str, entries: int) -> Row:
    with world.app.app_context():
        with transaction():
            short, long = _fund("short-ledger"), _fund("long-ledger")
        for fund_id, number in ((short, SHORT), (long, entries)):
            _write(fund_id, number)
            with transaction():
                rest_balances(session.get_one(Fund, fund_id))
            _write(fund_id, FRESH // len(LINES), is_old=False)
        funds = [session.get_one(Fund, fund_id) for fund_id in (short, long)]
        times: list[list[float]] = [[], []]
        for _read in range(READS):
            for kept, fund in zip(times, funds, strict=True):
                kept.append(_timed(fund))
        assert is_balanced(funds[1]), "the sums are wrong"
        session.rollback()
    ratio = median(times[1]) / median(times[0])
    many, few = entries * len(LINES), SHORT * len(LINES)
    what = f"Sums of a ledger with {many:,} postings instead of {few:,}, × the time"
    return at_most(what, on, ratio, GROWTH)


def _timed(fund: Fund) -> float:
    session.expire_all()
    began = perf_counter()
    sums_of(fund)
    return perf_counter() - began


def _write(fund_id: int, entries: int, *, is_old: bool = True) -> None:
    for first in range(0, entries, CHUNK):
        with transaction():
            rows = list(_entries(fund_id, first, min(entries, first + CHUNK), is_old=is_old))
            session.execute(insert(LedgerEntry), rows)
    with transaction():
        # a connection that met the table when it was short would read all of it to prove each line's entry
        session.execute(text("ANALYZE ledger_entries"))
        _write_lines(fund_id, is_old=is_old)


def _entries(fund_id: int, first: int, end: int, *, is_old: bool) -> Iterator[dict[str, object]]:
    at = clock.now() - timedelta(hours=2) if is_old else clock.now()
    for number in range(first, end):
        yield {
            "key": f"gift:{fund_id}-{is_old}-{number:09}",
            "kind": EntryKind.GIFT,
            "fund_id": fund_id,
            "currency": "GBP",
            "note": "",
            "on": at.date(),
            "at": at,
        }


def _write_lines(fund_id: int, *, is_old: bool) -> None:
    """Let the database write the lines of the entries: row by row they would take minutes to hand over."""
    names = ("entry_id", "fund_id", "kind", "account", "organisation_id", "amount_minor")
    of_these = LedgerEntry.key.startswith(f"gift:{fund_id}-{is_old}-")
    for account, amount, host in LINES:
        values = (literal(account, Posting.account.type), literal(host, Integer), literal(amount))
        lines = select(LedgerEntry.id, LedgerEntry.fund_id, LedgerEntry.kind, *values).where(of_these)
        session.execute(insert(Posting).from_select(names, lines))


def _waiting(world: World, slug: str) -> tuple[str, ...]:
    """Make gifts that are about to be paid, and give their references."""
    references = tuple(f"{slug}-{number}" for number in range(TOLD))
    with world.app.app_context():
        with transaction():
            fund_id = _fund(slug)
            touch(f"fund:{slug}")
            shares = [{"organisation": 1, "weight": 5_000}, {"organisation": 2, "weight": 5_000}]
            rows = [
                {
                    "reference": reference,
                    "fund_id": fund_id,
                    "amount_minor": 1_000,
                    "currency": "GBP",
                    "shares": shares,
                    "token": reference,
                    "token_hash": reference,
                    "checkout_id": f"cs_{reference}",
                    "email": f"{reference}@example.org",
                    "is_name_hidden": False,
                    "created_at": clock.now(),
                }
                for reference in references
            ]
            session.execute(insert(Donation), rows)
        session.remove()
    return references


def _check(world: World, references: tuple[str, ...]) -> None:
    with world.app.app_context():
        query = select(Donation.id).where(
            Donation.reference.in_(references), Donation.status != DonationStatus.PAID
        )
        assert not session.scalars(query).all(), "a gift that was told of is not paid"
        session.rollback()


def _fund(slug: str) -> int:
    now = clock.now()
    held = Cohosting(kind=HeldKind.FUND, title=slug, address=f"/desk/funds/{slug}", created_at=now)
    fund = Fund(
        cohosting=held,
        slug=slug,
        title=slug,
        status=FundStatus.OPEN,
        created_at=now,
        revised_at=now,
        opened_at=now,
        suggested=[],
    )
    session.add_all([held, fund])
    for number in (1, 2):
        organisation = session.get_one(Organisation, number)
        session.add(Share(fund=fund, organisation=organisation, weight=5_000))
        session.add(
            Host(
                cohosting=held,
                organisation=organisation,
                status=HostStatus.ACCEPTED,
                offered_at=now,
                answered_at=now,
            )
        )
    session.flush()
    return fund.id
