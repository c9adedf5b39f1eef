"""Fetch calendars that other software wrote: they stand in the source distributions of three libraries.

They are test dependencies, not part of this repository. Run by `make test`; a second run finds them cached.
"""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

CACHE = Path(__file__).parents[2] / ".cache" / "calendars"
LIBRARIES = ("icalendar", "recurring-ical-events", "x-wr-timezone")


def archive_of(library: str) -> Path:
    """Give where the source distribution of the installed version is kept."""
    return CACHE / f"{library.replace('-', '_')}-{version(library)}.tar.gz"


def missing() -> list[str]:
    """Give the libraries whose archive has not been fetched."""
    return [library for library in LIBRARIES if not archive_of(library).is_file()]


def samples() -> Iterator[tuple[str, bytes]]:
    """Give every calendar file in the archives: its path and its bytes."""
    for library in LIBRARIES:
        if not archive_of(library).is_file():
            continue
        with tarfile.open(archive_of(library)) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.name.endswith(".ics") else None
                if content is not None:
                    yield member.name.partition("/")[2], content.read()


def main() -> int:
    """Fetch what is missing; 0 when all is there."""
    wanted = missing()
    if not wanted:
        return 0
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(CACHE)]
    pinned = [f"{library}=={version(library)}" for library in wanted]
    return subprocess.run([*command, "--no-binary", ",".join(wanted), *pinned], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
