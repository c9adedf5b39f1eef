"""Logs as lines of JSON, each naming the request it belongs to."""

import json
import logging
import re
import secrets
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Final, TextIO

from flask import Flask, Response, g, request

from app.core.observability.redaction import redacted

HEADER = "X-Request-ID"
#: What callers may name a request: short, plain, and nothing that could end a line.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
#: Probes ask every few seconds and say nothing when all is well.
QUIET: Final = frozenset({"healthz", "readyz", "metrics"})
UNKNOWN_ROUTE = "(none)"

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
logger = logging.getLogger("twain.requests")

_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
#: Fields that we make ourselves of known parts, and that need no look.
_TRUSTED = frozenset({"method", "route", "status", "milliseconds"})
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON, with nothing personal in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()) if record.args else _fixed(str(record.msg)),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        for name, value in vars(record).items():
            if name not in _ORDINARY:
                line[name] = value if name in _TRUSTED else _plain(value)
        if record.exc_info:
            line["exception"] = redacted(self.formatException(record.exc_info))
        if record.stack_info:
            line["stack"] = redacted(self.formatStack(record.stack_info))
        return _ENCODER.encode(line)


@lru_cache(256)
def _fixed(message: str) -> str:
    """Look once at what is said in the same words again and again."""
    return redacted(message)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else redacted(str(value))


class JsonHandler(logging.StreamHandler[TextIO]):
    """Write to the error stream as it is now (it may be replaced while we run)."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr
        super().emit(record)


def configure_logging(level: str) -> None:
    """Make JSON the only form in which this process logs."""
    # No line names file or thread, so nobody looks for them (Python's logging, "Optimization").
    logging._srcfile = None  # noqa: SLF001  # documented there
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, JsonHandler) or getattr(handler, "stream", None) in {sys.stderr, sys.stdout}:
            root.removeHandler(handler)
    root.addHandler(JsonHandler())
    root.setLevel(level)
    # Alembic names each of its parts, between the words of every command.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)


def init_logs(app: Flask) -> None:
    """Name each request, and write a line when it has been answered."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_began = time.perf_counter()
    g.request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    request_id.set(g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.get("request_id", "")
    quiet = request.endpoint in QUIET and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    logger.log(
        logging.DEBUG if quiet else logging.INFO,
        "answered",
        extra={
            "method": method(),
            "route": route(),
            "status": response.status_code,
            "milliseconds": round(1000 * seconds(), 1),
        },
    )
    return response


def _forget(_error: BaseException | None) -> None:
    request_id.set(None)


def route() -> str:
    """Give the rule that matched, never the address itself, which may hold a token."""
    return request.url_rule.rule if request.url_rule else UNKNOWN_ROUTE


def method() -> str:
    """Give the method, if it is one that exists."""
    return request.method if request.method in _METHODS else "OTHER"


def seconds() -> float:
    """Give how long this request has taken so far."""
    return time.perf_counter() - float(g.get("request_began", time.perf_counter()))
