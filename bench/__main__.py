"""Run the benchmarks and print the table: `python -m bench [--quick]`."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import gifts, memory, petitions
from bench.client import ask
from bench.databases import POSTGRESQL, SQLITE, Kind, fresh_database, postgres_answers
from bench.pages import Floors, growth_rows, page_rows, serve
from bench.processes import Processes
from bench.replies import contest_row, sustained_row
from bench.report import PAGE, Report, Row, as_markdown, as_text, at_most, machine
from bench.series import series_rows
from bench.settings import FULL, QUICK, Scale, Size, environment
from bench.spots import spot_rows
from bench.world import World, filled

MOST_MEMORY = 300
VISITED = 1_000
_BEGAN = time.monotonic()


def main() -> int:
    """Measure, print, and keep the table of a full run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Twain beside its floors.")
    parser.add_argument(
        "--quick", action="store_true", help="a short pass with a smaller world; keeps no table"
    )
    is_quick = parser.parse_args().quick
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that servers and databases go too
    report = run(QUICK if is_quick else FULL)
    print(as_text(report))
    if not is_quick:
        PAGE.write_text(as_markdown(report), encoding="utf-8")
    return 0


def run(scale: Scale) -> Report:
    """Measure on each database that is there."""
    rows: list[Row] = []
    notes = [*machine(), f"Load of the machine before the run: {os.getloadavg()[0]:.1f}."]
    for kind in (SQLITE, POSTGRESQL):
        if kind.is_postgres and not postgres_answers():
            notes.append("PostgreSQL: skipped, no server answers at BENCH_POSTGRES_URL.")
            continue
        found, noise = _measure(kind, scale)
        rows += found
        notes.append(f"{kind.name}: the rounds of hello lay {noise:.0%} apart.")
    return Report(rows, notes)


def _measure(kind: Kind, scale: Scale) -> tuple[list[Row], float]:
    with ExitStack() as stack:
        large = stack.enter_context(_world(kind, scale.full))
        small = stack.enter_context(_world(kind, scale.small))
        with Processes(_folder(large)) as processes:
            _say(f"{kind.name}: pages")
            floors = Floors(processes.floor("raw"), processes.floor("hello"))
            site = serve(processes, large, kind.name)
            rows, speeds = page_rows(site, floors, scale)
        with Processes(_folder(large)) as processes:
            _say(f"{kind.name}: a small world beside a large one")
            rows += growth_rows(serve(processes, large, kind.name), serve(processes, small, kind.name), scale)
        with Processes(_folder(large)) as processes:
            _say(f"{kind.name}: replies and memory")
            server = processes.twain(large.environ)
            rows.append(sustained_row(large, server, kind.name, scale))
            rows += spot_rows(large, server, kind.name)
        with Processes(_folder(large)) as processes:
            rows += _lasting_rows(processes, large, kind, scale)
        _say(f"{kind.name}: making the dates of series")
        rows += series_rows(large, kind.name)
        with Processes(_folder(large)) as processes:
            _say(f"{kind.name}: gifts and their ledger")
            rows += gifts.gift_rows(large, processes, kind.name, scale)
        _say(f"{kind.name}: signing and counting petitions")
        rows += petitions.fill_petitions(large, scale)
        with Processes(_folder(large)) as processes:
            floors = Floors(processes.floor("raw"), processes.floor("hello"))
            site = serve(processes, large, kind.name)
            rows += petitions.page_rows(site, floors, scale)
            rows += petitions.petition_rows(large, site.cached, scale)
    return rows, speeds.spread("hello")


def _lasting_rows(processes: Processes, world: World, kind: Kind, scale: Scale) -> list[Row]:
    """Take replies while the worker sends the mail, show many pages; then look at the memory."""
    server = processes.twain_with_worker(world.environ)
    rows = [contest_row(world, server, kind.name, scale)]
    for number in range(1, min(VISITED, world.size.events) + 1):
        ask(server.url(f"/events/event-{number}"))
    ask(server.url(world.feed_path))
    if memory.can_tell():
        used = memory.pss(server.process.pid)
        rows.append(
            at_most(
                "Memory of web and worker after all this (PSS)", kind.name, round(used), MOST_MEMORY, " MiB"
            )
        )
    return rows


@contextmanager
def _world(kind: Kind, size: Size) -> Iterator[World]:
    _say(f"{kind.name}: filling a world of {size.events:,} events")
    with tempfile.TemporaryDirectory(prefix="twain-bench-") as name:
        folder = Path(name)
        with fresh_database(kind, folder) as url, filled(environment(url, folder), size) as world:
            yield world


def _folder(world: World) -> Path:
    return Path(world.environ["TWAIN_INSTANCE"])


def _say(line: str) -> None:
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
