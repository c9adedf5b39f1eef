"""One stored answer: its bytes in each encoding, how long it holds, and whether a reader has it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it ships no types

from app.core.front.conditions import not_modified

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]

#: Seconds an entry is used without asking; then one query tells whether it still holds.
FRESH_SECONDS = 2.0
#: Seconds that others may still be given it while one asks.
GRACE_SECONDS = 1.0
#: Seconds after which it is rendered anew whatever the query says: pages also depend on the clock.
LIFE_SECONDS = 60.0

BROTLI_QUALITY = 5
GZIP_LEVEL = 6
#: Smaller bodies do not get smaller on the wire.
WORTH_COMPRESSING = 256
#: Room for the objects around the bytes, generously.
OVERHEAD = 2048

_COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")
_IN_304 = frozenset({"cache-control", "content-location", "expires", "vary"})


@dataclass(frozen=True, slots=True)
class Variant:
    """The answer in one encoding, with everything but its age written out."""

    etag: str
    chunks: list[bytes]
    headers: Headers
    bare_headers: Headers

    @property
    def size(self) -> int:
        """Count what it takes in memory."""
        return len(self.chunks[0]) + OVERHEAD


@dataclass(slots=True)
class Entry:
    """A stored answer to one key."""

    tags: tuple[str, ...]
    revisions: tuple[int, ...]
    etag: str
    headers: Headers
    body: bytes
    made_at: float
    confirmed_at: float = 0.0
    fresh_until: float = 0.0
    used_at: float = 0.0
    size: int = 0
    variants: dict[str, Variant] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.variants[""] = self._variant("", self.body)
        self.size = self.variants[""].size + 2 * sum(len(name) + len(value) for name, value in self.headers)
        self.confirm(self.made_at)

    def confirm(self, moment: float) -> None:
        """Note that it held at this moment."""
        self.confirmed_at = self.used_at = moment
        self.fresh_until = min(moment + FRESH_SECONDS, self.dies_at)

    @property
    def dies_at(self) -> float:
        """Give the moment after which it is not used at all."""
        return self.made_at + LIFE_SECONDS

    @property
    def stale_until(self) -> float:
        """Give the moment until which it may be used while somebody asks whether it holds."""
        return min(self.confirmed_at + FRESH_SECONDS + GRACE_SECONDS, self.dies_at)

    def encoded(self, encoding: str) -> Variant:
        """Make the variant in an encoding; the plain one when that is no smaller."""
        if len(self.body) < WORTH_COMPRESSING or not _is_compressible(self.headers):
            return self.variants[""]
        body = compress(self.body, encoding)
        return self._variant(encoding, body) if len(body) < len(self.body) else self.variants[""]

    def _variant(self, encoding: str, body: bytes) -> Variant:
        etag = f'{self.etag[:-1]}-{encoding}"' if encoding else self.etag
        headers = [*self.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return Variant(etag, [body], headers, [pair for pair in self.headers if pair[0].lower() in _IN_304])

    def answer(
        self, variant: Variant, environ: WSGIEnvironment, start: StartResponse, now: float
    ) -> Iterable[bytes]:
        """Answer a request, with 304 when its reader has the page already."""
        age = ("Age", str(max(0, int(now - self.confirmed_at))))
        if "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ:
            held = not_modified(environ, self._etags(variant), self.headers)
            if held:
                start("304 NOT MODIFIED", [*variant.bare_headers, ("ETag", held), age])
                return []
        start("200 OK", [*variant.headers, age])
        return variant.chunks if environ["REQUEST_METHOD"] == "GET" else []

    def _etags(self, variant: Variant) -> tuple[str, ...]:
        """Give all names this page has, the one that would be sent first."""
        return (variant.etag, self.etag, f'{self.etag[:-1]}-br"', f'{self.etag[:-1]}-gzip"')


def compress(body: bytes, encoding: str) -> bytes:
    """Compress with `br` or `gzip`; the same bytes each time."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


def _is_compressible(headers: Headers) -> bool:
    kind = next((value.lower() for name, value in headers if name.lower() == "content-type"), "")
    return kind.startswith(_COMPRESSIBLE) or "+json" in kind or "+xml" in kind
