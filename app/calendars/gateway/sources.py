"""Where a calendar comes from: a file that was sent, or an address to fetch; then read in safety."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.calendars.gateway.fetching import FIELD, fetch_calendar
from app.calendars.gateway.reading import read_safely
from app.calendars.rules.results import ReadResult
from app.calendars.rules.sentences import why_unreadable
from app.core.errors import Invalid

FILE_FIELD = "file"


@dataclass(frozen=True)
class Source:
    """A file with its bytes, or an address; `name` says which without telling a secret."""

    name: str
    data: bytes | None = None
    address: str = ""


def source_at(address: str) -> Source:
    """Give the source at an address: named by its host, since the rest can be a secret."""
    host = re.split("[/?#]", address.partition("://")[2])[0].rpartition("@")[2]
    return Source(name=host, address=address)


def read_source(source: Source, *, now: datetime, zone: str) -> ReadResult:
    """Fetch and read a calendar, outside any transaction; raise Invalid when none of it can be read."""
    data = fetch_calendar(source.address) if source.data is None else source.data
    read = read_safely(data, now=now, zone=zone)
    whole = next((each for each in read.unreadable if each.uid is None), None)
    if whole is not None:
        raise Invalid(why_unreadable(whole), FIELD if source.data is None else FILE_FIELD)
    return read
