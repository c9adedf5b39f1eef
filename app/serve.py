"""The web server: Granian in WSGI mode. Run with `python -m app.serve`."""

import gc
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from sqlalchemy.orm import configure_mappers

from app.config import Listening, SettingError, Settings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def serve() -> None:
    """Serve until stopped."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingError as error:
        sys.exit(f"Twain cannot start: {error}")
    share_metrics(settings.instance / "metrics")
    serve_application("app.wsgi:application", settings.listening)


def serve_application(target: str, listening: Listening) -> None:
    """Serve a WSGI application, named `module:attribute`, until stopped.

    It is made before the workers fork, tables and all, so that they share its memory, and the collector
    leaves alone what stands by then: looking at it would copy it. It holds no connection yet. Where
    processes do not fork, each makes its own.
    """
    gc.disable()  # what is made while starting stays; looking for what could go is an eighth of the start
    import_module(target.partition(":")[0])
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.enable()
    server = Granian(
        target,
        address=listening.host,
        port=listening.port,
        interface=Interfaces.WSGI,
        workers=listening.workers,
        blocking_threads=listening.threads,
        respawn_failed_workers=True,
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
