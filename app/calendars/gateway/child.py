"""Be the process in which a foreign calendar is read: bytes in, JSON out, little time, little memory."""

import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from types import FrameType

from app.calendars.rules.reading import OutOfPatience, read_calendar
from app.calendars.rules.results import ReadResult, Reason, refused, to_json

#: Were the parent to die, the child ends by itself.
LIFETIME_SECONDS = 10
#: An alarm of nothing would never ring.
LEAST_SECONDS = 0.01


def main() -> None:
    """Read the calendar on standard input and write the result to standard output."""
    memory_bytes, seconds, seconds_for_event, now, zone = sys.argv[2:]
    most = int(memory_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (LIFETIME_SECONDS, LIFETIME_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # SIGPROF ends the process, whatever it is doing: nothing in a hostile file can catch it.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(float(seconds) - time.process_time(), LEAST_SECONDS))
    signal.signal(signal.SIGVTALRM, _lose_patience)
    result = _read(float(seconds_for_event), datetime.fromisoformat(now), zone)
    sys.stdout.buffer.write(to_json(result).encode())


def _read(seconds: float, now: datetime, zone: str) -> ReadResult:
    try:
        data = sys.stdin.buffer.read()
        return read_calendar(data, now=now, zone=zone, patience=partial(_patience, seconds))
    except (MemoryError, RecursionError):
        return refused(Reason.TOO_MUCH_MEMORY)


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    # Processor time, not wall time: a busy machine must not make a good event unreadable.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _lose_patience(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfPatience
