"""Whether a reader already has what would be sent (RFC 9110, section 13)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from _typeshed.wsgi import WSGIEnvironment


def not_modified(
    environ: WSGIEnvironment, etags: Sequence[str], headers: Iterable[tuple[str, str]]
) -> str | None:
    """Give the entity tag to answer 304 with, or None when the page must be sent.

    If-None-Match decides alone when it is there; the comparison is weak, as it must be for reads.
    """
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is None:
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        changed = next((value for name, value in headers if name.lower() == "last-modified"), None)
        return etags[0] if since and changed and _not_after(changed, since) else None
    if wanted == etags[0] or wanted.strip() == "*":
        return etags[0]
    opaque = {part.strip().removeprefix("W/") for part in wanted.split(",")}
    return next((etag for etag in etags if etag.removeprefix("W/") in opaque), None)


def _not_after(changed: str, since: str) -> bool:
    if changed == since:
        return True
    earlier, later = _moment(changed), _moment(since)
    return earlier is not None and later is not None and earlier <= later


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
