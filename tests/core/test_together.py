"""The web server and the worker from one image: both do their work, and neither stays without the other."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.config import Settings
from app.core.database import Base
from app.factory import create_app
from tests.ports import free_port
from tests.waiting import answers, wait_for

#: Each process that does not fork makes the application for itself, beside those of other tests.
PATIENCE_SECONDS = 90
PROC = Path("/proc")
GIVEN = """
import os, runpy, sys
os.spawnl(os.P_NOWAIT, sys.executable, sys.executable, "-c", "")
runpy.run_module("app.together", run_name="__main__")
"""


@pytest.fixture
def environ(fresh_settings: Settings) -> dict[str, str]:
    app = create_app(fresh_settings)
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
        Base.metadata.create_all(engine)
        engine.dispose()
    return {
        **os.environ,
        "TWAIN_MODE": "test",
        "TWAIN_INSTANCE": str(fresh_settings.instance),
        "DATABASE_URL": fresh_settings.database_url,
        "SECRET_KEY": fresh_settings.secret_key,
        "PORT": str(free_port()),
    }


@contextmanager
def together(environ: dict[str, str], *how: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, *(how or ("-m", "app.together"))]
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=PATIENCE_SECONDS)


def children(pid: int | str) -> list[str]:
    return (PROC / f"{pid}/task/{pid}/children").read_text().split()


def wait_until_ready(environ: dict[str, str]) -> None:
    """Wait until the web answers, and says that the worker has been heard of."""
    wait_for(lambda: answers(environ["PORT"]), PATIENCE_SECONDS)


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGINT, marks=pytest.mark.one_database),
        pytest.param(signal.SIGHUP, marks=pytest.mark.one_database),
    ],
)
def test_both_run_and_stop_when_asked(environ, how):
    with together(environ) as process:
        wait_until_ready(environ)
        process.send_signal(how)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
        assert not answers(environ["PORT"])


@pytest.mark.one_database
def test_both_run_and_stop_where_processes_do_not_fork(environ):
    with together(environ, "-c", "from app.together import run_together; run_together('spawn')") as process:
        wait_until_ready(environ)
        process.terminate()
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
        assert not answers(environ["PORT"])


@pytest.mark.one_database
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP])
def test_a_terminal_stops_both(environ, how):
    """It tells all processes at once."""
    with together(environ) as process:
        wait_until_ready(environ)
        os.killpg(process.pid, how)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
        assert not answers(environ["PORT"])


@pytest.mark.one_database
@pytest.mark.skipif(not PROC.exists(), reason="this system does not show whose child a process is")
def test_what_hangs_does_not_outlive_the_stop(environ):
    with together(environ) as process:
        wait_until_ready(environ)
        web, _worker = children(process.pid)
        hanging = int(children(web)[0])
        os.kill(hanging, signal.SIGSTOP)
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)
        assert not (PROC / str(hanging)).exists()


@pytest.mark.one_database
def test_both_go_on_when_a_process_ends_that_was_given_to_them(environ):
    """The first process of a container is given what others left behind, as init is."""
    with together(environ, "-c", GIVEN) as process:
        wait_for(lambda: answers(environ["PORT"]) or process.poll() is not None, PATIENCE_SECONDS)
        assert process.poll() is None


@pytest.mark.one_database
@pytest.mark.skipif(not PROC.exists(), reason="this system does not show whose child a process is")
def test_the_web_stops_when_the_worker_is_killed(environ):
    with together(environ) as process:
        wait_until_ready(environ)
        _web, worker = children(process.pid)
        os.kill(int(worker), signal.SIGKILL)
        assert process.wait(timeout=PATIENCE_SECONDS) == 1, "whatever keeps it running learns of it"
        assert not answers(environ["PORT"])


@pytest.mark.one_database
def test_the_worker_stops_when_the_web_cannot_serve(environ):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(environ["PORT"])))
        taken.listen()
        with together(environ) as process:
            assert process.wait(timeout=PATIENCE_SECONDS) == 1
