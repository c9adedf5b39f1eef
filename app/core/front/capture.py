"""What the application answered, and whether others may have it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.core.front.conditions import not_modified
from app.core.front.entries import Entry
from app.core.front.store import MAX_ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from app.core.front.entries import Headers

TAGS = "x-twain-tags"
REVISIONS = "x-twain-revisions"
INTERNAL = frozenset({TAGS, REVISIONS})

#: What the key covers: a page that varies by anything else is not kept.
_COVERED = frozenset({"accept-language", "accept-encoding", "cookie"})
_FORBIDDEN = frozenset({"private", "no-store", "no-cache"})
#: Written anew for each reader, or true of the first reader only.
_NOT_KEPT = INTERNAL | {
    "content-length",
    "etag",
    "vary",
    "date",
    "age",
    "x-request-id",
    "retry-after",
    "connection",
}


class Captured:
    """An answer of the application whose body has not been read yet."""

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status = ""
        self.headers: Headers = []
        self.exc_info: OptExcInfo | None = None
        self._written: list[bytes] = []
        self.body: Iterable[bytes] = application(environ, self._start)

    def _start(
        self, status: str, headers: Headers, exc_info: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers, self.exc_info = status, headers, exc_info
        return self._written.append

    def values(self, name: str) -> list[str]:
        """Give the comma-separated values of a header, in small letters."""
        joined = ",".join(value for key, value in self.headers if key.lower() == name)
        return [part.strip().lower() for part in joined.split(",") if part.strip()]

    def entry(self, began: float) -> Entry | None:
        """Read the body and make an entry of it, or None (and the body unread) when it is not for all."""
        tags, revisions = self._tags()
        if not tags or len(revisions) != len(tags) or not self._is_for_all():
            return None
        body = self._read()
        if self.values("content-length") != [str(len(body))]:
            return None
        return Entry(tags, revisions, self._etag(body), self._kept_headers(), body, began)

    def pass_on(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Hand the answer to the one reader who asked, as the application would have done."""
        headers = visible(self.headers)
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        held = not_modified(environ, (etag,), headers) if self.status.startswith("200") else None
        if held is not None:
            headers = [pair for pair in headers if pair[0].lower() != "content-length"]
            start("304 NOT MODIFIED", headers)
        elif self.exc_info:
            start(self.status, headers, self.exc_info)
        else:
            start(self.status, headers)
        if held is None and environ["REQUEST_METHOD"] != "HEAD":
            return [*self._written, *self.body] if self._written else self.body
        self._close()
        return []

    def _tags(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        found = {name.lower(): value.split() for name, value in self.headers if name.lower() in INTERNAL}
        revisions = found.get(REVISIONS, [])
        if not all(number.isdecimal() for number in revisions):
            return (), ()
        return tuple(found.get(TAGS, ())), tuple(map(int, revisions))

    def _is_for_all(self) -> bool:
        names = {name.lower() for name, _ in self.headers}
        control = set(self.values("cache-control"))
        length = self.values("content-length")
        return (
            self.status.startswith("200")
            and "public" in control
            and control.isdisjoint(_FORBIDDEN)
            and names.isdisjoint({"set-cookie", "content-encoding", "content-range"})
            and _COVERED.issuperset(self.values("vary"))
            and len(length) == 1
            and length[0].isdecimal()
            and int(length[0]) <= MAX_ENTRY
        )

    def _read(self) -> bytes:
        """Read the body whole; it stays readable for `pass_on`."""
        try:
            body = b"".join([*self._written, *self.body])
        finally:
            self._close()
        self._written, self.body = [], [body]
        return body

    def _close(self) -> None:
        close = getattr(self.body, "close", None)
        if close is not None:
            close()

    def _etag(self, body: bytes) -> str:
        given = next((value for name, value in self.headers if name.lower() == "etag"), "")
        return given if given.endswith('"') else f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'

    def _kept_headers(self) -> Headers:
        kept = [pair for pair in self.headers if pair[0].lower() not in _NOT_KEPT]
        kept = [pair for pair in kept if not pair[0].lower().startswith("x-ratelimit")]
        varies = dict.fromkeys([*self.values("vary"), "accept-encoding"])
        return [*kept, ("Vary", ", ".join(name.title() for name in varies))]


def visible(headers: Headers) -> Headers:
    """Leave out what only the cache may see."""
    return [pair for pair in headers if pair[0].lower() not in INTERNAL]
