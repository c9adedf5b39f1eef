"""The web server: Granian in WSGI mode. Run with `python -m app.serve`."""

import gc
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.orm import configure_mappers

from app.config import Listening, SettingError, Settings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
APPLICATION = "app.wsgi:application"
#: A worker that does not end by then is killed: else it would outlive the server, and keep its port.
WORKER_STOP_SECONDS = 8


def serve() -> None:
    """Serve until stopped."""
    settings = prepared()
    make_once(APPLICATION)
    serve_application(APPLICATION, settings.listening)


def prepared() -> Settings:
    """Read the settings, and make room for what the processes count together; stop where that fails."""
    try:
        settings = Settings.from_environment(os.environ)
        settings.listening.check()
    except SettingError as error:
        sys.exit(f"Twain cannot start: {error}")
    share_metrics(settings.instance / "metrics")
    return settings


def make_once(target: str) -> Flask:
    """Make a Flask application, named `module:attribute`, for all processes that will fork from this one.

    They share its memory, tables and all, and the collector leaves alone what stands by then: looking at
    it would copy it. It holds no connection yet. Where processes do not fork, each makes its own.
    """
    gc.disable()  # what is made while starting stays; looking for what could go is an eighth of the start
    module, _colon, name = target.partition(":")
    application: Flask = getattr(import_module(module), name)
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.enable()
    return application


def serve_application(target: str, listening: Listening) -> None:
    """Serve a WSGI application, named `module:attribute`, until stopped."""
    server = Granian(
        target,
        address=listening.host,
        port=listening.port,
        interface=Interfaces.WSGI,
        workers=listening.workers,
        blocking_threads=listening.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=WORKER_STOP_SECONDS,
        log_access=False,
        websockets=False,
    )
    server.serve()


def share_metrics(folder: Path) -> None:
    """Let the server's processes count together, from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[METRICS_FOLDER] = str(folder)


if __name__ == "__main__":
    serve()
