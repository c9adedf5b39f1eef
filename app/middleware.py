"""What stands in front of Flask, and what can be seen from outside: static files, cache, health."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Mode, Settings
from app.core import clock, revisions
from app.core.database import session
from app.core.front import Front
from app.core.i18n import LANGUAGES
from app.core.jobs import EXTENSION as QUEUE
from app.core.observability import Observability, init_observability
from app.core.static import init_static
from app.core.templating import init_templating
from app.donations.queries.comparing import number_of_mismatches
from app.outbox.queries import failed_count, last_beat, unsent_count
from app.outbox.rules import BEAT_MISSED, is_worker_silent
from app.petitions.queries.signatures import can_find_by_address

FRONT = "twain_front"


class NotReady(RuntimeError):
    """Say what keeps this copy from serving."""


def init_middleware(app: Flask, settings: Settings) -> None:
    """Put the layers in order: proxy, static files, front cache, Flask."""
    observed = init_observability(
        app,
        metrics_token=settings.metrics_token,
        log_level=None if settings.mode is Mode.TEST else settings.log_level,
    )
    _watch(observed, app)
    if settings.front_cache:
        _init_front(app, observed)
    static_address = init_static(app, settings.instance / "static", live=settings.is_development)
    init_templating(app, static_address, settings.instance / "templates")
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's documented way


def _init_front(app: Flask, observed: Observability) -> None:
    def numbers(tags: Sequence[str]) -> tuple[int, ...]:
        with app.app_context():
            return revisions.numbers(tags)

    front = Front(app.wsgi_app, numbers, languages=tuple(LANGUAGES), report=observed.count_front)
    app.wsgi_app = front  # type: ignore[method-assign]  # Flask's documented way
    app.extensions[FRONT] = front
    revisions.on_change(front.invalidate)


def _watch(observed: Observability, app: Flask) -> None:
    def database() -> None:
        session.execute(text("SELECT 1"))

    def queue() -> None:
        app.extensions[QUEUE]["huey"].pending_count()

    def worker() -> None:
        if is_worker_silent(last_beat(), clock.now()):
            raise NotReady(f"the worker has not been heard of for {BEAT_MISSED}")

    def keys() -> None:
        if not can_find_by_address():
            raise NotReady("LOOKUP_KEY is not the one by which people were found")

    observed.ready_when("database", database)
    observed.ready_when("keys", keys)
    observed.ready_when("queue", queue)
    observed.ready_when("worker", worker)
    observed.gauge(
        "twain_outbox_waiting",
        "Messages that wait to leave.",
        lambda: float(unsent_count()),
    )
    observed.gauge(
        "twain_outbox_failed",
        "Messages that failed for good.",
        lambda: float(failed_count()),
    )
    observed.gauge(
        "twain_ledger_mismatches",
        "Lines of the payment provider's books that ours do not say.",
        lambda: float(number_of_mismatches()),
    )
