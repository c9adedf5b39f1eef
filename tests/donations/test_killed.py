"""Web and worker killed (SIGKILL) at random moments while gifts are paid: nothing is lost, nothing doubled.

`STORIES=100` kills so many times instead of a few.
"""

import base64
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, session
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.jobs.asking import ask_costs, ask_waiting
from app.donations.jobs.comparing import compare_books
from app.donations.jobs.paying import open_checkout
from app.donations.jobs.telling import look_at_waiting
from app.donations.models import Donation, DonationStatus, EntryKind
from app.donations.queries.comparing import number_of_mismatches
from app.donations.queries.ledger import sums_of, unbalanced_entries
from app.donations.rules.giving import GiftOrder
from app.donations.rules.ledger import raised
from app.donations.services.giving import begin_gift
from app.factory import create_app
from app.outbox.models import Message
from tests.donations.factories import make_fund
from tests.ports import free_port
from tests.stories import ASKED
from tests.waiting import answers, wait_for

RUNS = ASKED or 2
GIFTS = 3
PATIENCE_SECONDS = 40


@pytest.fixture
def settings(fresh_settings, own_rehearsal):
    return fresh_settings.with_changes(
        stripe_secret_key=own_rehearsal.key,
        stripe_webhook_secrets=own_rehearsal.secrets,
        stripe_api_base=own_rehearsal.url,
    )


@pytest.fixture
def own_app(settings):
    app = create_app(settings)
    with app.app_context():
        db.metadata.create_all(db.engine)
        yield app
        session.remove()
        db.engine.dispose()


def environment(settings, port):
    keys = ((key_id, base64.urlsafe_b64encode(key).decode()) for key_id, key in settings.encryption_keys)
    return {
        **os.environ,
        "TWAIN_MODE": "test",
        "TWAIN_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "ENCRYPTION_KEYS": ",".join(f"{key_id}:{key}" for key_id, key in keys),
        "MAIL_URL": "memory://",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "STRIPE_SECRET_KEY": settings.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRETS": ",".join(settings.stripe_webhook_secrets),
        "STRIPE_API_BASE": settings.stripe_api_base,
    }


class Processes:
    """A web server and a worker that can be killed and started again."""

    def __init__(self, settings, port):
        self.port = port
        self.environ = environment(settings, port)
        self.running = {}

    def start(self, name):
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", f"app.{name}"],
            env=self.environ,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name):
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)

    def wait_for_web(self):
        wait_for(lambda: answers(self.port, "/healthz"), PATIENCE_SECONDS)


@contextmanager
def running(settings, port):
    processes = Processes(settings, port)
    try:
        processes.start("serve")
        processes.start("worker")
        processes.wait_for_web()
        yield processes
    finally:
        for name in list(processes.running):
            processes.kill(name)


@pytest.mark.slow
def test_nothing_is_lost_when_web_and_worker_are_killed(own_app, settings, own_rehearsal):
    fund, port, chance = make_fund(), free_port(), random.Random(RUNS)  # noqa: S311  # a die, no secret
    own_rehearsal.sends_to(f"http://127.0.0.1:{port}/webhooks/stripe")
    world = own_rehearsal.application.world
    with running(settings, port) as processes:
        for _run in range(RUNS):
            pages = [begun(fund, chance.randint(100, 9_999)) for _gift in range(GIFTS)]
            for page in pages:
                own_rehearsal.pay(page)
            time.sleep(chance.random() * 0.4)
            for name in chance.choice([("serve",), ("worker",), ("serve", "worker")]):
                processes.kill(name)
                processes.start(name)
            processes.wait_for_web()
        wait_for(lambda: not world.unsent, PATIENCE_SECONDS + RUNS)
    for hours in (1, 2, 12):
        with clock.moved(timedelta(hours=hours)):
            ask_waiting()
            ask_costs()
            look_at_waiting()
    with clock.moved(timedelta(hours=14)):
        compare_books()
    session.rollback()
    donations = session.query(Donation).all()
    assert len(donations) == RUNS * GIFTS
    assert {each.status for each in donations} == {DonationStatus.PAID}
    assert all(each.fee_minor for each in donations)
    sums, totals = sums_of(fund), own_rehearsal.control("totals")
    assert sums.number(EntryKind.GIFT) == sums.number(EntryKind.FEE) == len(donations)
    assert raised(sums.lines()) == totals["by_kind"]["charge"]
    assert not unbalanced_entries()
    assert number_of_mismatches() == 0
    assert session.query(Message).filter_by(template="donations/receipt").count() == len(donations)


def begun(fund, minor):
    with transaction():
        donation = begin_gift(fund, GiftOrder(Money(minor, "GBP"), email="kim@example.org"))
    return open_checkout(donation.id)
