"""Wait for servers and for what workers do."""

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import TypeVar

Thing = TypeVar("Thing")
PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.05


def wait_for(look: Callable[[], Thing], seconds: float = PATIENCE_SECONDS) -> Thing:
    """Look again and again until there is something; fail after a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(PAUSE_SECONDS)
    raise AssertionError("waited in vain")


def answers(port: int | str, path: str = "/readyz") -> bool:
    """Tell whether the server at a port of this machine answers with 200."""
    connection = HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
