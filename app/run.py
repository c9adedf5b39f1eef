"""Everything a developer needs, in one command: `make run`, or `python -m app.run`.

Brings the database up to date, loads the demo world into an empty one, then starts the web server
and the worker side by side.
"""

import os
import sys

from flask import Flask
from honcho.manager import Manager

from app.config import ROOT, SettingError, Settings
from app.demo.loading import is_empty, load_demo, sign_ins
from app.factory import create_app
from app.migrations import is_current, migrate_quietly


def run() -> int:
    """Prepare, say where things are, and serve until stopped; give the exit status."""
    try:
        settings = Settings.from_environment(os.environ)
        app = create_app(settings)
    except SettingError as error:
        sys.exit(f"Twain cannot start: {error}")
    prepare(app)
    say_where(app, settings)
    return serve()


def prepare(app: Flask) -> None:
    """Migrate, and fill an empty development database."""
    if not is_current(app):
        migrate_quietly(app)
    with app.app_context():
        if is_empty():
            say("Loading the demo world …")
            load_demo()


def say_where(app: Flask, settings: Settings) -> None:
    """Print the address and who can sign in."""
    say(f"\n  Twain is at {settings.public_url}")
    say(f"  Mail that would leave is at {settings.public_url}/dev/mail\n")
    with app.app_context():
        for line in sign_ins():
            say(f"  {line}")
    say("\n  Stop with Ctrl-C.\n")


def serve() -> int:
    """Run the processes of the Procfile until one stops."""
    manager = Manager()
    for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines():
        name, _colon, command = line.partition(":")
        words = command.replace("python", f'"{sys.executable}"', 1)
        manager.add_process(name, words, quiet=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}, cwd=ROOT)
    manager.loop()
    return int(manager.returncode or 0)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run())
