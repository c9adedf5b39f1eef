"""Tables of which status may follow which, of everything that has no tests of its own for it."""

from itertools import product

import pytest

from app.asks.rules.status import CORRECTION
from app.core.transitions import ImpossibleMove, moved
from app.organisations.rules import INVITATION_TRANSITIONS
from app.outbox.rules import TRANSITIONS as MESSAGE
from app.petitions.rules.status import BATCH, REMOVAL

TABLES = {
    "correction": CORRECTION,
    "invitation": INVITATION_TRANSITIONS,
    "message": MESSAGE,
    "batch": BATCH,
    "removal": REMOVAL,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_status_moves_as_its_table_says(name):
    table = TABLES[name]
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
    for old, new in product(kind, kind):
        if new in table[old]:
            assert moved(table, old, new) is new
        else:
            with pytest.raises(ImpossibleMove):
                moved(table, old, new)
