"""`flask retention run`: what time does by itself, done at once."""

from datetime import timedelta

from flask import Flask

from app.cli import RETENTION
from app.cohosting import services
from app.cohosting.models import HostStatus
from app.core import clock
from app.core.database import session
from app.core.jobs import registered
from app.core.transaction import transaction
from tests.cohosting.factories import make_cohosting


def test_it_runs_each_job_once_and_forgets_whom_an_old_offer_went_to(app: Flask) -> None:
    hosting = make_cohosting("The Long Table")
    organisation, user = hosting.first
    with transaction():
        host = services.offer(hosting.cohosting, email="ada@example.org", by=user, on_behalf_of=organisation)
    with clock.moved(timedelta(days=400)):
        done = app.test_cli_runner().invoke(args=["retention", "run"])
    assert done.exit_code == 0, done.output
    assert done.output.count("Done: ") == len(RETENTION) == len(set(RETENTION))
    session.refresh(host)
    assert (host.status, host.invited_email) == (HostStatus.EXPIRED, None)


def test_what_the_worker_forgets_by_night_the_command_forgets_at_once() -> None:
    nightly = {name for name in registered() if name.rpartition(".")[2].startswith("forget_")}
    assert nightly <= {f"{each.__module__}.{each.__name__}" for each in RETENTION}
