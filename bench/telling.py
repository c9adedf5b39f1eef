"""Deliver webhooks as fast as a few connections can; and the least that a database can be asked instead.

As for replies and signatures, the least is an INSERT, here of the delivery, and an UPDATE of the one row that
all want: every gift to a fund raises the counter by which copies of the fund's page are known to be old.
"""

import hashlib
import hmac
import http.client
import json
import multiprocessing
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import psycopg

from bench.settings import CLIENTS

SECRET = "whsec_bench"  # noqa: S105  # guards nothing
API_VERSION = "2026-10-28.endive"
PATH = "/webhooks/stripe"
_COLUMNS = "id, kind, object_id, api_version, is_used, told_at, received_at, tries"
_CLAIM = f"INSERT INTO webhook_deliveries ({_COLUMNS}) VALUES (%s, 'x', %s, 'x', true, %s, %s, 0)"  # noqa: S608
_RAISE = "UPDATE revisions SET number = number + 1 WHERE tag = %s"


@dataclass(frozen=True)
class Telling:
    """Where to, of which fund, and of which gifts to it: one delivery for each."""

    url: str
    fund: str
    references: tuple[str, ...]


@contextmanager
def clients() -> Iterator[ProcessPoolExecutor]:
    """Give as many processes as there are clients, all started before any counts."""
    with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(time.sleep, [0.5] * CLIENTS))
        yield pool


def deliveries_a_second(pool: ProcessPoolExecutor, telling: Telling) -> float:
    """Tell a server of every gift."""
    return sum(pool.map(_deliver, _parts(telling)))


def claims_a_second(pool: ProcessPoolExecutor, telling: Telling) -> float:
    """Claim and update in the database itself, by the driver alone: the floor."""
    return sum(pool.map(_claim, _parts(telling)))


def _parts(telling: Telling) -> list[Telling]:
    return [replace(telling, references=telling.references[number::CLIENTS]) for number in range(CLIENTS)]


def _deliver(telling: Telling) -> float:
    parts = urlsplit(telling.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    messages = [_message(reference) for reference in telling.references]
    began = time.perf_counter()
    for body, headers in messages:
        connection.request("POST", PATH, body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == HTTPStatus.NO_CONTENT, answer.status
    return len(messages) / (time.perf_counter() - began)


def _claim(telling: Telling) -> float:
    with psycopg.connect(telling.url, autocommit=True) as connection:
        began = time.perf_counter()
        for reference in telling.references:
            now = datetime.now(UTC)
            with connection.transaction():
                connection.execute(_CLAIM, (f"floor_{uuid.uuid4().hex}", reference, now, now))
                connection.execute(_RAISE, (f"fund:{telling.fund}",))
        return len(telling.references) / (time.perf_counter() - began)


def _message(reference: str) -> tuple[bytes, dict[str, str]]:
    thing = {
        "id": f"cs_{reference}",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 1000,
        "currency": "gbp",
        "metadata": {"reference": reference},
        "payment_intent": f"pi_{reference}",
    }
    now = int(time.time())
    event = {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": thing},
    }
    body = json.dumps(event).encode()
    proof = hmac.new(SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Content-Type": "application/json", "Stripe-Signature": f"t={now},v1={proof}"}
