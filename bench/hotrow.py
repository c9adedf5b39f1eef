"""The floor of replies: the same INSERT and UPDATE of one hot row by drivers alone, no framework."""

import multiprocessing
import sqlite3
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from bench.settings import CLIENTS

BUSY_MS = 10_000
_INSERT = """INSERT INTO rsvps (event_id, email, email_key, name, party_size, way, status, language,
token_hash, token, answers, wants_reminders, wants_invitations, is_discreet, calendar_shift,
created_at, changed_at) VALUES (%s)"""
_UPDATE = """UPDATE events SET taken_in_person = taken_in_person + 1
WHERE id = %s AND taken_in_person + 1 <= capacity_in_person AND status = 'published'"""


@dataclass(frozen=True)
class HotRow:
    """A database, the event that everybody wants, and for how long."""

    url: str
    event_id: int
    seconds: float


def hot_row_speed(hot: HotRow) -> float:
    """Give transactions a second, by as many processes as replies have clients."""
    client = _postgres_client if hot.url.startswith("postgresql") else _sqlite_client
    with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(abs, range(CLIENTS)))  # all started before any counts
        speeds = list(pool.map(client, [hot] * CLIENTS))
    return sum(speeds)


def _postgres_client(hot: HotRow) -> float:
    insert = _INSERT % ", ".join(["%s"] * len(_row(hot)))
    with psycopg.connect(hot.url, autocommit=True) as connection:

        def reply() -> None:
            with connection.transaction():
                connection.execute(insert, _row(hot))
                connection.execute(_UPDATE, (hot.event_id,))

        return _per_second(reply, hot.seconds)


def _sqlite_client(hot: HotRow) -> float:
    insert = _INSERT % ", ".join("?" * len(_row(hot)))
    connection = sqlite3.connect(hot.url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")

    def reply() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(insert, _row(hot))
        connection.execute(_UPDATE.replace("%s", "?"), (hot.event_id,))
        connection.execute("COMMIT")

    try:
        return _per_second(reply, hot.seconds)
    finally:
        connection.close()


def _row(hot: HotRow) -> tuple[object, ...]:
    token, now = uuid.uuid4().hex, datetime.now(UTC).isoformat(" ")
    address = f"{token}@example.org"
    return (
        hot.event_id,
        address,
        address,
        "Sam",
        1,
        "in_person",
        "pending",
        "en",
        token,
        token,
        "{}",
        True,
        False,
        False,
        0,
        now,
        now,
    )


def _per_second(reply: Callable[[], None], seconds: float) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        reply()
        count += 1
    return count / (time.perf_counter() - began)
