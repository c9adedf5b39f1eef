"""The worker: runs background jobs until stopped. Run with `python -m app.worker`."""

import os
import sys

from flask import Flask

from app.config import SettingError
from app.core.jobs import EXTENSION
from app.factory import create_app
from app.outbox.jobs import beat

THREADS = 1
#: How far the worker stands back where processors are scarce: people wait for pages, hardly for mail.
NICENESS = 5


def work(app: Flask) -> None:
    """Run jobs, one at a time, in order."""
    os.nice(NICENESS)
    with app.app_context():
        beat()
    app.extensions[EXTENSION]["huey"].create_consumer(workers=THREADS, periodic=True).run()


if __name__ == "__main__":
    try:
        made = create_app()
    except SettingError as error:
        sys.exit(f"Twain cannot start: {error}")
    work(made)
