"""What several tests of calendars begin with."""

import pytest
from flask import Flask

from tests.calendars.holding import Holders, make_holders


@pytest.fixture
def holders(app: Flask) -> Holders:
    """Give two organisations that can hold an event together."""
    return make_holders()
