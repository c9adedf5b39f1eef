"""Gifts are tested against the rehearsal Stripe (`tests.rehearsing` says how to use it).

`stripe` is the whole stage (`tests.donations.stage`): the application with gifts on, joined to an
empty rehearsal by real calls, its worker and its messages moved by hand.
"""

import pytest

from tests.donations.stage import Stage
from tests.rehearsing import own_rehearsal, rehearsal, rehearsal_server

__all__ = ["own_rehearsal", "rehearsal", "rehearsal_server", "stripe"]


@pytest.fixture
def stripe(app, rehearsal):
    """Give the stage, with nothing on it."""
    stage = Stage(app, rehearsal)
    stage.forget_work()
    with rehearsal.switched_on(app):
        yield stage
    stage.forget_work()
