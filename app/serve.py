"""The web server: Granian in WSGI mode. Run with `python -m app.serve`."""

import os

from granian import Granian
from granian.constants import Interfaces

DEFAULT_WORKERS = 2
DEFAULT_THREADS = 2


def serve() -> None:
    """Serve until stopped; HOST, PORT, WEB_WORKERS and WEB_THREADS say where and how widely."""
    server = Granian(
        "app.wsgi:application",
        address=os.environ.get("HOST") or "127.0.0.1",
        port=int(os.environ.get("PORT") or 8000),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("WEB_WORKERS") or DEFAULT_WORKERS),
        blocking_threads=int(os.environ.get("WEB_THREADS") or DEFAULT_THREADS),
        log_access=False,
        websockets=False,
    )
    server.serve()


if __name__ == "__main__":
    serve()
