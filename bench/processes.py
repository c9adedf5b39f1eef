"""Start servers and the worker as they run in earnest, and stop them again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bench.client import ask
from bench.settings import HOST

START_SECONDS = 60.0
STOP_SECONDS = 20.0
PATIENCE = 0.1
ROOT = Path(__file__).resolve().parent.parent


class DidNotStart(RuntimeError):
    """Tell what a process said instead of starting."""


@dataclass(frozen=True)
class Server:
    """A server that answers on the loopback device."""

    port: int
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def url(self, path: str) -> str:
        """Give the address of a page."""
        return f"http://{HOST}:{self.port}{path}"


class Processes:
    """Everything that runs for one measurement; `close` ends it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop them all."""
        self._stack.close()

    def floor(self, name: str) -> Server:
        """Serve a floor: `hello` or `raw`."""
        return self._serve(["bench.floors", name], {})

    def twain(self, environ: Mapping[str, str]) -> Server:
        """Serve Twain."""
        return self._serve(["app.serve"], environ)

    def twain_with_worker(self, environ: Mapping[str, str]) -> Server:
        """Serve Twain and run its background worker from one image, as the Procfile does."""
        return self._serve(["app.together"], {**environ, "MALLOC_ARENA_MAX": "2"})

    def _serve(self, module: list[str], environ: Mapping[str, str]) -> Server:
        port = free_port()
        log = self._folder / f"server-{port}.log"
        address = {"HOST": HOST, "PORT": str(port)}
        process = self._stack.enter_context(running(module, {**environ, **address}, log))
        server = Server(port, process)
        wait_until_it_answers(server, log)
        return server


@contextmanager
def running(module: list[str], environ: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a module of ours, with nothing of our own environment but what finds programs."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "WEB_WORKERS", "WEB_THREADS")
        if name in os.environ
    }
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own modules
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env={**kept, **environ},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end, then make it and its children."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_it_answers(server: Server, log: Path) -> None:
    """Return once the server answers; raise DidNotStart with its last words when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            ask(server.url("/"))
        except OSError:
            time.sleep(PATIENCE)
        else:
            return
    raise DidNotStart(log.read_text(errors="replace")[-2000:])


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
