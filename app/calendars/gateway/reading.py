"""Read a foreign calendar in a process of its own: a hostile file can neither hang nor fill the server."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from app.calendars.rules.lines import MAX_BYTES
from app.calendars.rules.results import ReadResult, Reason, from_json, refused
from app.config import ROOT

_START = "import sys; sys.path.append(sys.argv[1]); from app.calendars.gateway.child import main; main()"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Bound what reading one file may cost: processor time for all and for one event, memory.

    Processor time, since a busy machine must not refuse a good file; `seconds_of_waiting` ends all.
    """

    seconds: float = 1.9
    seconds_of_waiting: float = 15.0
    seconds_for_event: float = 0.4
    memory_bytes: int = 200_000_000


DEFAULT_LIMITS = ReadingLimits()


def read_safely(
    data: bytes, *, now: datetime, zone: str = "UTC", limits: ReadingLimits = DEFAULT_LIMITS
) -> ReadResult:
    """Read a calendar file of unknown origin; whatever it holds, answer in time: dates or reasons."""
    if len(data) > MAX_BYTES:
        return refused(Reason.TOO_BIG)
    bounds = (limits.memory_bytes, limits.seconds, limits.seconds_for_event)
    arguments = [*map(str, bounds), now.isoformat(), zone]
    try:
        # No environment: the child needs no secret. -P: the working directory gives it no modules.
        done = subprocess.run(  # noqa: S603  # our own program, and the file goes in as data
            [sys.executable, "-P", "-W", "ignore", "-c", _START, str(ROOT), *arguments],
            input=data,
            capture_output=True,
            timeout=max(limits.seconds, limits.seconds_of_waiting),
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        return refused(Reason.TOO_SLOW)
    if done.returncode == -signal.SIGPROF:
        return refused(Reason.TOO_SLOW)
    if done.returncode != 0:
        return refused(Reason.FAILED)
    return from_json(done.stdout.decode())
