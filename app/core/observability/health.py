"""Answers to probes: is the process alive, and can it do its work."""

import hmac
import logging
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from app.core.access import public
from app.core.observability.metrics import Metrics

Check = Callable[[], object]
BEARER = "Bearer "

logger = logging.getLogger(__name__)


def init_health(app: Flask, checks: dict[str, Check]) -> None:
    """Add /healthz, which asks nobody, and /readyz, which makes every check."""

    @app.get("/healthz")
    @public
    def healthz() -> ResponseReturnValue:
        return _uncached(Response("ok\n", mimetype="text/plain"))

    @app.get("/readyz")
    @public
    def readyz() -> ResponseReturnValue:
        results = {name: _result(name, check) for name, check in checks.items()}
        ready = all(result == "ok" for result in results.values())
        response = jsonify(ready=ready, checks=results)
        response.status_code = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return _uncached(response)


def init_metrics_page(app: Flask, metrics: Metrics, token: str | None) -> None:
    """Add /metrics for whoever holds the token; without one it does not exist."""

    @app.get("/metrics", endpoint="metrics")
    @public
    def metrics_page() -> ResponseReturnValue:
        if not token:
            abort(HTTPStatus.NOT_FOUND)
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), (BEARER + token).encode()):
            refusal = Response(
                "The token is missing or wrong.\n", HTTPStatus.UNAUTHORIZED, mimetype="text/plain"
            )
            refusal.headers["WWW-Authenticate"] = BEARER.strip()
            return _uncached(refusal)
        return _uncached(Response(metrics.text(), content_type=CONTENT_TYPE_LATEST))


def _result(name: str, check: Check) -> str:
    """Say only whether it works; the reason stands in the log."""
    try:
        check()
    except Exception:
        logger.exception("not ready", extra={"check": name})
        return "failing"
    return "ok"


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
