"""Let wrk ask."""

import re
import subprocess
from pathlib import Path

from bench.load.shape import Bodies, Load, Speed, Walk, WrongAnswer

_TOTAL = re.compile(r"(\d+) requests in ([\d.]+)(ms|s|m)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}

#: Each request has a number of its own: wrk gives each thread its own Lua state, and we use one thread.
_SCRIPT = """
local number = 0
local fixed = { %(headers)s }
fixed["Content-Type"] = "application/x-www-form-urlencoded"
request = function()
  number = number + 1
  fixed[ [[%(header)s]] ] = string.format([[%(value)s]], math.floor(number / 250) %% 250, number %% 250)
  return wrk.format("POST", nil, fixed, string.format([[%(form)s]], number))
end
"""

_WALK = """
local number = 0
local headers = { %(headers)s }
request = function()
  number = number %% %(last)d + 1
  return wrk.format("GET", string.format([[%(path)s]], number), headers)
end
"""


def run_wrk(program: str, load: Load) -> Speed:
    """Measure with one wrk thread; it is never the bottleneck."""
    seconds = max(1, round(load.seconds))
    command = [program, "-t1", f"-c{load.clients}", f"-d{seconds}s", "--timeout", "20s"]
    if load.bodies:
        command += ["-s", str(_post_script(load, load.bodies))]
    elif load.walk:
        command += ["-s", str(_walk_script(load, load.walk))]
    else:
        command += [part for name, value in load.all_headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(  # noqa: S603  # our own words
        [*command, load.url], capture_output=True, text=True, timeout=seconds + 60, check=True
    )
    total, bad = _TOTAL.search(done.stdout), _BAD.search(done.stdout)
    if total is None or bad is not None or "Socket errors" in done.stdout:
        raise WrongAnswer(f"{load.url}: {done.stdout}")
    return Speed(int(total[1]), float(total[2]) * _UNITS[total[3]])


def _post_script(load: Load, bodies: Bodies) -> Path:
    path = bodies.folder / "replies.lua"
    values = {"header": bodies.header, "value": bodies.value, "form": bodies.form}
    path.write_text(_SCRIPT % {"headers": _headers(load), **values})
    return path


def _walk_script(load: Load, walk: Walk) -> Path:
    path = walk.folder / "walk.lua"
    path.write_text(_WALK % {"headers": _headers(load), "last": walk.last, "path": walk.path})
    return path


def _headers(load: Load) -> str:
    return ", ".join(f"[ [[{name}]] ] = [[{value}]]" for name, value in load.all_headers.items())
