"""How much memory a tree of processes has for itself: its proportional set size."""

import re
from collections import defaultdict
from pathlib import Path

PROC = Path("/proc")
MIB = 1024
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def can_tell() -> bool:
    """Tell whether this system says how much memory is whose."""
    return (PROC / "self" / "smaps_rollup").exists()


def pss(*roots: int) -> float:
    """Give the MiB of these processes and all that they started; what is shared counts in parts."""
    return sum(map(_pss_of, _with_children(roots))) / MIB


def _with_children(roots: tuple[int, ...]) -> list[int]:
    children = defaultdict(list)
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            children[_parent(entry)].append(int(entry.name))
    found, waiting = [], list(roots)
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting.extend(children[process])
    return found


def _parent(entry: Path) -> int:
    try:
        stat = (entry / "stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _pss_of(process: int) -> int:
    found = _PSS.search((PROC / str(process) / "smaps_rollup").read_text())
    return int(found[1]) if found else 0
