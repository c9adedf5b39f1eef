"""The cache as WSGI middleware (RFC 9111), revalidating by revision counters instead of requests."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.front.capture import Captured, visible
from app.core.front.flights import Flights
from app.core.front.keys import MAX_HEADER, KeyReader, encoding
from app.core.front.store import MIB, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from threading import Event

    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from app.core.front.entries import Entry, Headers
    from app.core.front.keys import Key

logger = logging.getLogger(__name__)

#: Each process keeps so much: some two hundred pages with their compressed forms.
MAX_BYTES = 4 * MIB

#: Seconds that a request waits for another that renders the same page, before it renders itself.
WAIT_SECONDS = 1.0
#: Seconds for which an address that turned out not to be for all goes straight to the application.
PASS_SECONDS = 10.0
REMEMBERED_PASSES = 1024


def _count_nowhere(_outcome: str, _number: int, /) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that the short way could not answer."""

    key: Key
    environ: WSGIEnvironment
    start: StartResponse
    now: float

    @property
    def may_be_shared(self) -> bool:
        """Tell whether its reader allows that the answer is kept."""
        return "no-store" not in self.environ.get("HTTP_CACHE_CONTROL", "").lower()

    @property
    def must_be_confirmed(self) -> bool:
        """Tell whether its reader asks to have the page checked, as a reload does (RFC 9111, 5.2.1)."""
        control = self.environ.get("HTTP_CACHE_CONTROL", "").lower().replace(" ", "").split(",")
        return "no-cache" in control or "max-age=0" in control


class Front:
    """Answer anonymous public pages from memory; let everything else through untouched.

    `revisions` gives the present numbers of some tags in one cheap query, `report` is told how many
    requests were answered how. Only GET and HEAD without rights and without any cookie but
    plain preferences take part.
    """

    def __init__(  # noqa: PLR0913  # each stands for something that only the application root knows
        self,
        wsgi_app: WSGIApplication,
        revisions: Callable[[Sequence[str]], tuple[int, ...]],
        *,
        languages: Sequence[str],
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
        report: Callable[[str, int], None] = _count_nowhere,
    ) -> None:
        self.store = Store(max_bytes)
        self._app = wsgi_app
        self._revisions = revisions
        self._clock = clock
        self._report = report
        self._keys = KeyReader(languages)
        self._flights = Flights()
        self._passes: dict[Key, float] = {}
        self._hits = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        key = self._keys.key(environ)
        if key is None:
            return self._pass(environ, start_response)
        now = self._clock()
        entry = self.store.get(key)
        if entry is not None and now < entry.fresh_until and "HTTP_CACHE_CONTROL" not in environ:
            self._hits += 1
            entry.used_at = now
            return self._answer(key, entry, environ, start_response, now)
        return self._long_way(Visit(key, environ, start_response, now))

    def invalidate(self, tags: Iterable[str]) -> None:
        """Forget at once, in this process, what was rendered from these tags."""
        self.store.invalidate(tags)

    def _long_way(self, visit: Visit) -> Iterable[bytes]:
        if not visit.may_be_shared or self._passes.get(visit.key, 0.0) > visit.now:
            return self._pass(visit.environ, visit.start)
        entry = self.store.get(visit.key)
        if entry is not None and visit.now < entry.fresh_until and not visit.must_be_confirmed:
            return self._serve(visit, entry, "hit")
        flight = self._flights.join(visit.key)
        if flight is not None:
            return self._follow(visit, entry, flight)
        try:
            return self._lead(visit)
        finally:
            self._flights.land(visit.key)

    def _follow(self, visit: Visit, entry: Entry | None, flight: Event) -> Iterable[bytes]:
        """Take the stale page if it is not too old, else what the leader brings, else go oneself."""
        if entry is not None and visit.now < entry.stale_until and not visit.must_be_confirmed:
            return self._serve(visit, entry, "stale")
        flight.wait(WAIT_SECONDS)
        entry = self.store.get(visit.key)
        if entry is not None and self._clock() < entry.fresh_until:
            return self._serve(visit, entry, "hit")
        return self._pass(visit.environ, visit.start)

    def _lead(self, visit: Visit) -> Iterable[bytes]:
        """Confirm the page or have it rendered, for all who wait for it."""
        entry = self.store.get(visit.key)
        began = self._clock()
        if entry is not None:
            if began < entry.fresh_until and not visit.must_be_confirmed:
                return self._serve(visit, entry, "hit")
            if self._still_holds(entry, began):
                return self._serve(visit, entry, "revalidated")
            self.store.drop(visit.key, entry)
        return self._render(visit, began)

    def _still_holds(self, entry: Entry, began: float) -> bool:
        """Ask whether nothing changed; what was true when the query began holds from then on."""
        if began >= entry.dies_at:
            return False
        try:
            numbers = self._revisions(entry.tags)
        except Exception:
            logger.exception("revisions could not be read; the page is rendered")
            return False
        if tuple(numbers) != entry.revisions:
            return False
        entry.confirm(began)
        return True

    def _render(self, visit: Visit, began: float) -> Iterable[bytes]:
        epoch = self.store.epoch
        self._count("miss")
        captured = Captured(self._app, self._keys.shared_environ(visit.environ, visit.key))
        entry = captured.entry(began)
        if entry is not None:
            self.store.put(visit.key, entry, epoch)
            return self._answer(visit.key, entry, visit.environ, visit.start, self._clock())
        if not captured.status.startswith("5"):
            self._remember_pass(visit)
        return captured.pass_on(visit.environ, visit.start)

    def _remember_pass(self, visit: Visit) -> None:
        if len(self._passes) >= REMEMBERED_PASSES:
            self._passes.clear()
        self._passes[visit.key] = visit.now + PASS_SECONDS

    def _serve(self, visit: Visit, entry: Entry, outcome: str) -> Iterable[bytes]:
        self._count(outcome)
        entry.used_at = visit.now
        return self._answer(visit.key, entry, visit.environ, visit.start, self._clock())

    def _answer(
        self, key: Key, entry: Entry, environ: WSGIEnvironment, start: StartResponse, now: float
    ) -> Iterable[bytes]:
        wanted = encoding(environ.get("HTTP_ACCEPT_ENCODING", "")[:MAX_HEADER])
        variant = entry.variants.get(wanted)
        if variant is None:
            variant = entry.encoded(wanted)
            self.store.add(key, entry, wanted, variant)
        return entry.answer(variant, environ, start, now)

    def _pass(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Let the application answer this reader alone."""
        self._count("pass")

        def starting(
            status: str, headers: Headers, exc_info: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            return start(status, visible(headers), exc_info) if exc_info else start(status, visible(headers))

        return self._app(environ, starting)

    def _count(self, outcome: str) -> None:
        """Report this request and the hits before it; a hit lost between two threads does no harm."""
        hits, self._hits = self._hits, 0
        if hits:
            self._report("hit", hits)
        self._report(outcome, 1)
