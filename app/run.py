"""Everything a developer needs, in one command: `make run`, or `python -m app.run`.

Brings the database up to date and loads the demo world into an empty one (in a process of its own,
and only when that is needed), then starts the web server with the worker, and a rehearsal Stripe beside them
where there is no key to the real one.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from honcho.manager import Manager

from app.config import ROOT, SettingError, Settings
from app.demo.world import sign_ins
from app.rehearsal.agreed import environment, port_near

SQLITE = "sqlite:///"
REHEARSAL = "python -m app.rehearsal"


def run() -> int:
    """Prepare, say where things are, and serve until stopped; give the exit status."""
    try:
        settings = Settings.from_environment(os.environ)
        settings.listening.check()
    except SettingError as error:
        sys.exit(f"Twain cannot start: {error}")
    if not is_prepared(settings):
        say("Preparing the database …")
        subprocess.run([sys.executable, "-m", "app.prepare"], check=True, cwd=ROOT)  # our own program
    say(f"\n  Twain is at {settings.public_url}")
    say(f"  Mail that would leave is at {settings.public_url}/dev/mail\n")
    for line in sign_ins():
        say(f"  {line}")
    rehearsed = rehearsal_settings(settings)
    if rehearsed:
        say(f"\n  Gifts are rehearsed at {rehearsed['STRIPE_API_BASE']}; no money moves.")
    say("\n  Stop with Ctrl-C.\n")
    return serve(rehearsed)


def rehearsal_settings(settings: Settings) -> dict[str, str]:
    """Give what every process must know to rehearse gifts; nothing where there is a key, or strangers."""
    if not settings.is_development or settings.stripe_secret_key:
        return {}
    return environment(port_near(settings.listening.port + 1))


def is_prepared(settings: Settings) -> bool:
    """Tell quickly whether a SQLite database stands at the newest migration and somebody lives in it."""
    path = Path(settings.database_url.removeprefix(SQLITE))
    if not settings.database_url.startswith(SQLITE) or not path.exists():
        return False
    newest = max(each.stem.partition("_")[0] for each in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    try:
        with closing(sqlite3.connect(path)) as connection:
            (current,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            somebody = connection.execute("SELECT 1 FROM users LIMIT 1").fetchone()
    except (sqlite3.Error, TypeError):
        return False
    return current == newest and somebody is not None


def serve(rehearsed: dict[str, str]) -> int:
    """Run the processes of the Procfile until one stops, and the rehearsal beside them if there is one."""
    manager = Manager()
    environ = {**os.environ, **rehearsed, "PYTHONUNBUFFERED": "1"}
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    for line in [*lines, *([f"rehearsal: {REHEARSAL}"] if rehearsed else [])]:
        name, _colon, command = line.partition(":")
        words = command.replace("python", f'"{sys.executable}"', 1)
        manager.add_process(name, words, quiet=True, env=environ, cwd=ROOT)
    manager.loop()
    return int(manager.returncode or 0)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(run())
