"""The web server and the worker from one image, as suits one machine: `python -m app.together`.

The application is made once, and what both processes do not change they share: a third less memory than
two images need, and half the start. When one of them ends, the other is stopped as well; whatever keeps
this running starts both anew.
"""

import multiprocessing
import signal
import sys
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess

from app.serve import APPLICATION, make_once, prepared, serve_application
from app.worker import work

LOOK_SECONDS = 0.2
STOP_SECONDS = 20
#: Libraries of macOS do not bear a fork; there, each process makes the application for itself.
METHOD = "spawn" if sys.platform == "darwin" else "fork"
#: Ctrl-C and a closed terminal are told to all processes at once, but are for this one to pass on: told
#: twice to stop, or to begin anew while it stops, the web server hangs.
OF_TERMINALS = (signal.SIGINT, signal.SIGHUP)


def run_together(method: str = METHOD) -> None:
    """Serve and work until stopped; end with an error when one of the two ended by itself."""
    settings = prepared()
    if method == "fork":
        make_once(APPLICATION)
    for each in (signal.SIGTERM, *OF_TERMINALS):
        signal.signal(each, _end)
    multiprocessing.set_start_method(method)  # for the web server's own processes, too
    processes = [
        multiprocessing.Process(name="web", target=serve_application, args=(APPLICATION, settings.listening)),
        multiprocessing.Process(name="worker", target=_work),
    ]
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, OF_TERMINALS)  # which the processes keep
        for process in processes:
            process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, OF_TERMINALS)
        wait_for_one(processes)
    finally:
        stop(processes)
    sys.exit(", ".join(f"{each.name} ended with {each.exitcode}" for each in processes))


def wait_for_one(processes: Sequence[BaseProcess]) -> None:
    """Wait until one of them has ended; others end here as well, where this is the first of a container."""
    while all(process.is_alive() for process in processes):
        time.sleep(LOOK_SECONDS)


def stop(processes: Sequence[BaseProcess]) -> None:
    """Ask processes to end, then make them."""
    running = [process for process in processes if process.pid is not None]
    for process in running:
        process.terminate()
    for process in running:
        process.join(STOP_SECONDS)
        process.kill()


def _work() -> None:
    work(make_once(APPLICATION))  # after a fork, it is there


def _end(*_: object) -> None:
    sys.exit()


if __name__ == "__main__":
    run_together()
