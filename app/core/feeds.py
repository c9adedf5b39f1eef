"""Answer programs that ask again and again: calendars that follow a feed."""

import hashlib
from datetime import datetime

from flask import Response, request

from app.core.http import keep_publicly
from app.core.i18n import SOURCE, asked_language

CALENDAR_TYPE = "text/calendar; charset=utf-8"
PUBLIC_CONTROL = "public, max-age=300, stale-while-revalidate=600"
PERSONAL_CONTROL = "private, no-cache"


def feed_language() -> str:
    """Choose by ?lang= alone: an address must give everyone, and every cache, the same bytes."""
    return asked_language() or SOURCE


def answer_publicly(
    content: bytes, *, changed_at: datetime | None, tags: tuple[str, ...], counters: tuple[int, ...]
) -> Response:
    """Answer with a calendar that is the same for everybody; its ETag is the hash of the bytes."""
    response = Response(content, content_type=CALENDAR_TYPE)
    response.headers["Cache-Control"] = PUBLIC_CONTROL
    # Web pages elsewhere may show it: it holds nothing that is not for everybody.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.last_modified = changed_at
    keep_publicly(response, tags, counters, varies=())
    return response


def answer_personally(content: bytes) -> Response:
    """Answer with a calendar that is one person's: kept by nobody else, asked for anew each time."""
    response = Response(content, content_type=CALENDAR_TYPE)
    response.headers["Cache-Control"] = PERSONAL_CONTROL
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.make_conditional(request)
    return response
