"""The table: what was measured, its floor, the ratio, what was aimed for, and whether it was met."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.load import GENERATOR
from bench.settings import CLIENTS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEADINGS = ("What", "On", "Measured", "Floor", "Ratio", "Aim", "Met")
GIB = 1024**3


@dataclass(frozen=True)
class Row:
    """One line of the table; `is_met` is None where nothing was aimed for."""

    what: str
    on: str
    measured: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Give the texts of the line."""
        met = {True: "yes", False: "NO", None: ""}[self.is_met]
        return (self.what, self.on, self.measured, self.floor, self.ratio, self.aim, met)


@dataclass(frozen=True)
class Report:
    """A finished run."""

    rows: Sequence[Row]
    #: Sentences about how it was measured and how quiet the machine was.
    notes: Sequence[str]

    @property
    def missed(self) -> list[Row]:
        """Give what was aimed for and not met."""
        return [row for row in self.rows if row.is_met is False]


def beside(what: str, on: str, values: tuple[float, float], ratio: float, aim: float | None = None) -> Row:
    """Make a line for a speed and its floor, of which it must reach some part where there is an aim."""
    measured, floor = values
    row = Row(what, on, f"{measured:,.0f}/s", f"{floor:,.0f}/s", f"{ratio:.3g}")
    return row if aim is None else replace(row, aim=f"≥ {aim:g} ×", is_met=ratio >= aim)


def at_most(what: str, on: str, value: float, aim: float, unit: str = "") -> Row:
    """Make a line for something that must not be more than it should."""
    shown = f"{value:g}" if float(value).is_integer() else f"{value:.3g}"
    return Row(what, on, f"{shown}{unit}", aim=f"≤ {aim:g}{unit}", is_met=value <= aim)


def machine() -> list[str]:
    """Describe this machine without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    hardware = f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory"
    software = f"Python {platform.python_version()}, Granian {version('granian')}, Flask {version('flask')}"
    return [
        f"Measured on {datetime.now(UTC):%d %B %Y}: {hardware}, {platform.system()}, {software}.",
        f"Asked by {GENERATOR} with {CLIENTS} connections on the same machine.",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown")


def as_text(report: Report) -> str:
    """Set the table for a terminal."""
    lines = [HEADINGS, *(row.cells for row in report.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    table.insert(1, "-" * max(map(len, table)))
    return "\n".join([*table, "", *report.notes, f"\n{_verdict(report)}"])


def as_markdown(report: Report) -> str:
    """Set the table for the documentation."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells for row in report.rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    notes = "\n".join(f"- {note}" for note in report.notes)
    return (
        "# How fast Twain is\n\n"
        "The last run of `make bench`. Ratios count, not numbers: each floor was measured in the same run,\n"
        "turn by turn with what stands on it. `bench/` says how; `python -m bench --quick` gives a first\n"
        "impression.\n\n"
        f"{table}\n\n{_verdict(report)}\n\n{notes}\n"
    )


def _verdict(report: Report) -> str:
    aims = sum(row.is_met is not None for row in report.rows)
    return f"{aims - len(report.missed)} of {aims} aims met."
