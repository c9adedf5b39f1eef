"""Petitions: a million signatures under one of a thousand, counted, proved, recounted, exported, signed."""

import os
import resource
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from sqlalchemy import func, insert, select

from app.cohosting.models import Cohosting, HeldKind, Host, HostStatus
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.petitions import services
from app.petitions.models import (
    DisplayName,
    LogLine,
    Petition,
    PetitionStatus,
    Signature,
    SignatureStatus,
    Uncounted,
)
from app.petitions.queries import lists, log
from app.petitions.rules.pack import csv_rows
from bench.contest import popular_event
from bench.databases import POSTGRESQL
from bench.hotrow import HotRow, hot_row_speed
from bench.load import Load, speed
from bench.load.shape import Bodies
from bench.pages import Floors, Site
from bench.processes import Server
from bench.report import Row, at_most, beside
from bench.rounds import Probe, measure
from bench.settings import Scale
from bench.world import World, tidy

SMALL = 100
CHUNK = 20_000
COUNT_SECONDS_A_MILLION, RECOUNT_SECONDS_A_MILLION = 50, 10
MOST_PROOF_MS, MOST_EXPORT_MIB = 20, 30
WARM, GROWTH, SIGNING = 1.5, 1.2, {POSTGRESQL.name: 0.25}
AREAS = ("LS6", "LS7", "LS8", "BD3", "M1", "M14", "YO1", "S10")
PROOFS, ROUNDS = 200, 5


def fill_petitions(world: World, scale: Scale) -> list[Row]:
    """Make the petitions, sign the first one, and count; the last part of the counting is timed."""
    with world.app.app_context():
        with transaction():
            ids = [_petition(number) for number in range(scale.petitions)]
        _sign(ids[1], SMALL, 0)
        _count(ids[1])
        _sign(ids[0], scale.signatures, 1)
        _count(ids[0])
        number = scale.signatures // 10
        _sign(ids[0], number, 2)
        seconds = _timed(lambda: _count(ids[0]))
        tidy()
        what = f"Counting {number:,} new confirmations"
        aim = COUNT_SECONDS_A_MILLION * number / 1_000_000
        return [at_most(what, _name(world), seconds, aim, " s")]


def petition_rows(world: World, server: Server, scale: Scale) -> list[Row]:
    """Measure what a large petition costs, and how many can sign."""
    on = _name(world)
    with world.app.app_context():
        first = session.scalars(select(Petition.id).order_by(Petition.id)).first() or 0
        petition = session.get_one(Petition, first)
        size = petition.log_size
        rows = [
            at_most("A proof of inclusion among them", on, _proof_ms(petition), MOST_PROOF_MS, " ms"),
            _recount_row(petition, on),
            _export_row(petition, on),
        ]
        session.rollback()
    rows.append(_signing_row(world, server, scale))
    return [Row(f"Signatures under one of {scale.petitions:,} petitions", on, f"{size:,}"), *rows]


def page_rows(site: Site, floors: Floors, scale: Scale) -> list[Row]:
    """Measure the page of the large petition, kept and drawn afresh, beside that of a small one."""
    seconds = scale.seconds
    speeds = measure(
        {
            "hello": Probe(Load(floors.hello.url("/"), seconds)),
            "warm": Probe(Load(site.cached.url("/petitions/petition-0"), seconds)),
            "large": Probe(Load(site.drawn.url("/petitions/petition-0"), seconds)),
            "small": Probe(Load(site.drawn.url("/petitions/petition-1"), seconds)),
            "list": Probe(Load(site.drawn.url("/petitions"), seconds)),
        },
        scale,
    )
    cost = speeds.ratio("small", "large")
    grown = Row(
        f"Petition page afresh with {scale.signatures:,} signatures instead of {SMALL}",
        site.on,
        f"{speeds.of('large'):,.0f}/s",
        f"{speeds.of('small'):,.0f}/s",
        f"{cost:.2f}",
        f"≤ {GROWTH:g} × the time",
        cost <= GROWTH,
    )
    hello = speeds.of("hello")
    return [
        beside(
            "Petition page, warm", site.on, (speeds.of("warm"), hello), speeds.ratio("warm", "hello"), WARM
        ),
        grown,
        beside(
            "/petitions, drawn afresh", site.on, (speeds.of("list"), hello), speeds.ratio("list", "hello")
        ),
    ]


def _petition(number: int) -> int:
    now = clock.now()
    held = Cohosting(kind=HeldKind.PETITION, title=f"Petition {number}", created_at=now)
    organisation = session.get_one(Organisation, number % 50 + 1)
    host = Host(
        cohosting=held,
        organisation=organisation,
        status=HostStatus.ACCEPTED,
        offered_at=now,
        answered_at=now,
    )
    petition = Petition(
        cohosting=held,
        slug=f"petition-{number}",
        title=f"A counsellor in every school {number}",
        demand="Pay for one counsellor in each school of the town.",
        background="They wait four months for a first talk. " * 20,
        search_words=f"a counsellor in every school {number}",
        status=PetitionStatus.OPEN,
        created_at=now,
        revised_at=now,
        opened_at=now - timedelta(days=number % 90 + 1),
        closes_at=now + timedelta(days=90),
    )
    session.add_all([held, host, petition])
    session.flush()
    return petition.id


def _sign(petition_id: int, number: int, salt: int) -> None:
    last = session.scalar(select(func.max(Signature.id))) or 0
    for first in range(0, number, CHUNK):
        with transaction():
            end = min(number, first + CHUNK)
            session.execute(insert(Signature.__table__), list(_signatures(petition_id, first, end, salt)))
    with transaction():
        new = select(Signature.petition_id, Signature.id).where(Signature.id > last).order_by(Signature.id)
        session.execute(insert(Uncounted).from_select(["petition_id", "signature_id"], new))


def _signatures(petition_id: int, first: int, end: int, salt: int) -> Iterator[dict[str, object]]:
    now = clock.now()
    for number in range(first, end):
        digest = sha256(f"{petition_id}-{salt}-{number}".encode())
        yield {
            "petition_id": petition_id,
            "status": SignatureStatus.CONFIRMED,
            "source": "web",
            "name": "Ash Green",
            "email_key": digest.hexdigest(),
            "household_rank": 1,
            "area": AREAS[number % len(AREAS)],
            "display": DisplayName.FULL_NAME,
            "reason_status": "none",
            "perspective": "unsaid",
            "is_following": False,
            "language": "en",
            "token": "x",
            "token_hash": digest.hexdigest()[::-1],
            "created_at": now,
            "confirmed_at": now - timedelta(minutes=number * 997 % 100_000),
            "reminders": 0,
            "mails": 0,
            "ended_reason": "",
            "salt": digest.digest()[:16],
            "commitment": digest.digest(),
        }


def _count(petition_id: int) -> None:
    is_left = True
    while is_left:
        with transaction():
            is_left = services.count_batch(petition_id) > 0


def _proof_ms(petition: Petition) -> float:
    step = max(1, petition.log_size // PROOFS)
    found = select(LogLine.commitment).where(
        LogLine.petition_id == petition.id, LogLine.leaf_index.in_(range(0, petition.log_size, step))
    )
    times = []
    for commitment in session.scalars(found).all():
        session.expire_all()
        times.append(_timed(lambda commitment=commitment: log.found_in_log(petition, commitment)))
    return median(times) * 1000


def _recount_row(petition: Petition, on: str) -> Row:
    results: list[bool] = []

    def recount() -> None:
        with transaction():
            results.append(services.recount(petition.id))

    seconds = _timed(recount)
    assert results == [True], "the count was wrong"
    aim = RECOUNT_SECONDS_A_MILLION * petition.log_size / 1_000_000
    return at_most("The whole count and log made anew", on, seconds, aim, " s")


def _export_row(petition: Petition, on: str) -> Row:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = sum(1 for _ in csv_rows(lists.named_signers(petition)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return at_most(f"Memory that exporting {lines:,} rows adds", on, grown, MOST_EXPORT_MIB, " MiB")


def _signing_row(world: World, server: Server, scale: Scale) -> Row:
    """Take turns: the floor, then signatures over HTTP."""
    seconds = scale.reply_seconds / ROUNDS
    folder = Path(world.environ["TWAIN_INSTANCE"])
    pairs = []
    for number in range(ROUNDS):
        event, _slug = popular_event(world, f"signing-floor-{number}", 10_000_000)
        floor = hot_row_speed(HotRow(world.environ["DATABASE_URL"], event, seconds))
        form = urlencode({"name": "Sam Low", "display": "hidden", "perspective": "unsaid"})
        body = f"{form}&email=signer%d-{number}-{os.getpid()}%%40example.org"
        bodies = Bodies(body, "X-Forwarded-For", f"10.{number + 101}.%d.%d", folder)
        address = server.url(f"/petitions/petition-{number + 2}/signatures")
        pairs.append((speed(Load(address, seconds, bodies=bodies)).per_second, floor))
    values = (median(one for one, _ in pairs), median(floor for _, floor in pairs))
    what = "Signatures taken over HTTP; floor: INSERT and UPDATE by the driver alone"
    return beside(
        what, _name(world), values, median(one / two for one, two in pairs), SIGNING.get(_name(world))
    )


def _timed(deed: Callable[[], object]) -> float:
    began = perf_counter()
    deed()
    return perf_counter() - began


def _name(world: World) -> str:
    return POSTGRESQL.name if world.environ["DATABASE_URL"].startswith("postgresql") else "SQLite"
