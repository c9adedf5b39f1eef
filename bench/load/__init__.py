"""Ask a server as fast as a few connections can, for a while.

`wrk` does it where it is installed (Debian's package of that name). Otherwise a small generator in Python
does: it is slower itself, so fast pages look slower than they are, and so do the floors.
"""

import shutil

from bench.load.own import ask_for_a_while
from bench.load.shape import Load, Speed, WrongAnswer
from bench.load.wrk import run_wrk

__all__ = ["GENERATOR", "Load", "Speed", "WrongAnswer", "speed"]

_WRK = shutil.which("wrk")
GENERATOR = "wrk" if _WRK else "bench's own generator"


def speed(load: Load) -> Speed:
    """Measure how many requests are answered in a second; raise WrongAnswer when one fails."""
    return run_wrk(_WRK, load) if _WRK else ask_for_a_while(load)
