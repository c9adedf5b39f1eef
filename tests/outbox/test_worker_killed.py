"""A worker killed in the middle of a delivery loses nothing and doubles at most that one message."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import select

from app.config import Settings
from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.factory import create_app
from app.outbox.jobs import deliver_due
from app.outbox.models import Email, Message, MessageStatus
from app.outbox.services import post
from tests.ports import free_port

TEMPLATES = Path(__file__).parents[1] / "templates"
RECIPIENTS = [f"person{number}@example.org" for number in range(6)]


class Counting:
    """A mail server that counts what it takes and says when it has taken some."""

    def __init__(self, stop_at: int) -> None:
        self.taken: Counter[str] = Counter()
        self.stop_at = stop_at
        self.reached = threading.Event()
        self.go_on = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.update(envelope.rcpt_tos)
        if sum(self.taken.values()) == self.stop_at:
            self.reached.set()
            self.go_on.wait(timeout=20)
        return "250 OK"


@pytest.fixture
def mail_server() -> Iterator[tuple[Counting, int]]:
    handler, port = Counting(stop_at=3), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    handler.go_on.set()
    controller.stop()


@pytest.fixture
def own_app(fresh_settings: Settings, mail_server: tuple[Counting, int]) -> Iterator[Flask]:
    app = create_app(fresh_settings.with_changes(mail_url=f"smtp://127.0.0.1:{mail_server[1]}"))
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(TEMPLATES)])
    with app.app_context():
        db.metadata.create_all(db.engine)
        yield app
        session.remove()
        db.engine.dispose()


def start_worker(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "TWAIN_MODE": "test",
        "TWAIN_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen([sys.executable, "-m", "app.worker"], env=environ)


def test_a_killed_worker_loses_nothing_and_repeats_at_most_one(
    own_app: Flask, fresh_settings: Settings, mail_server: tuple[Counting, int]
) -> None:
    handler, port = mail_server
    with transaction():
        for address in RECIPIENTS:
            context = {"title": "x", "sentence": "y"}
            post(Email(to=address, template="outbox/example", language="en", context=context))
    worker = start_worker(fresh_settings, port)
    try:
        assert handler.reached.wait(timeout=30), "the worker delivers"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)
    handler.go_on.set()

    with clock.moved(timedelta(minutes=6)):
        deliver_due()

    assert set(handler.taken) == set(RECIPIENTS), "every message left"
    assert sum(handler.taken.values()) <= len(RECIPIENTS) + 1, "at most the one in flight was repeated"
    session.expire_all()
    assert set(session.scalars(select(Message.status))) == {MessageStatus.SENT}
