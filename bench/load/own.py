"""A load generator for machines without wrk: threads with one kept-alive connection each."""

import http.client
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from bench.load.shape import Load, Speed, WrongAnswer

TIMEOUT = 30.0
MOST_REQUESTS = 2_000_000
FORM = "application/x-www-form-urlencoded"
Request = tuple[str, dict[str, str]]


@dataclass
class _Tally:
    """What all threads together have done."""

    requests: int = 0
    bad: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def ask_for_a_while(load: Load) -> Speed:
    """Measure with as many threads as there are connections."""
    numbers = itertools.count(1)
    tally = _Tally()
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(load, numbers, tally, began + load.seconds))
        for _ in range(load.clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if tally.bad or not tally.requests:
        raise WrongAnswer(f"{load.url}: {tally.bad[:3]}")
    return Speed(tally.requests, time.perf_counter() - began)


def _client(load: Load, numbers: Iterator[int], tally: _Tally, until: float) -> None:
    parts = urlsplit(load.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    done = 0
    try:
        while time.perf_counter() < until and (number := next(numbers)) < MOST_REQUESTS:
            body, headers = _request(load, number)
            address = load.walk.path % (number % load.walk.last + 1) if load.walk else path
            connection.request("POST" if body else "GET", address, body or None, headers)
            response = connection.getresponse()
            response.read()
            if response.status >= HTTPStatus.BAD_REQUEST:
                tally.bad.append(f"{response.status}")
                return
            done += 1
    except (OSError, http.client.HTTPException) as error:
        tally.bad.append(repr(error))
    finally:
        connection.close()
        with tally.lock:
            tally.requests += done


def _request(load: Load, number: int) -> Request:
    if load.bodies is None:
        return "", load.all_headers
    address = load.bodies.value % (number // 250 % 250, number % 250)
    headers = {**load.all_headers, "Content-Type": FORM, load.bodies.header: address}
    return load.bodies.form % number, headers
