"""The life of asks and of their standings: all pairs."""

import pytest

from app.asks.models import AskStatus, Standing
from app.asks.rules import (
    OPEN_STANDINGS,
    REVIEWED,
    SET_BY_JOB,
    STANDINGS,
    TRANSITIONS,
    can_move,
    can_stand,
    choices_after,
    move,
    move_standing,
    needs_reason,
)
from app.core.transitions import ImpossibleMove

PAIRS = [(old, new) for old in AskStatus for new in AskStatus]
STANDING_PAIRS = [(old, new) for old in Standing for new in Standing]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_ask_moves_only_as_the_table_says(old: AskStatus, new: AskStatus) -> None:
    assert can_move(old, new) is (new in TRANSITIONS[old])
    if can_move(old, new):
        assert move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


@pytest.mark.parametrize(("old", "new"), STANDING_PAIRS)
def test_standing_moves_only_as_the_table_says(old: Standing, new: Standing) -> None:
    assert can_stand(old, new) is (new in STANDINGS[old])
    if can_stand(old, new):
        assert move_standing(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move_standing(old, new)


def test_both_tables_are_whole() -> None:
    assert set(TRANSITIONS) == set(AskStatus)
    assert set(STANDINGS) == set(Standing)


@pytest.mark.parametrize("old", Standing)
def test_people_never_choose_what_only_the_calendar_sets(old: Standing) -> None:
    assert not SET_BY_JOB & set(choices_after(old))


def test_what_is_over_is_never_silent_or_overdue() -> None:
    for old in set(Standing) - OPEN_STANDINGS:
        assert not SET_BY_JOB & STANDINGS[old]


def test_nothing_stays_for_ever_wrong() -> None:
    """From every standing people can reach every other that people write, in at most two steps."""
    for old in Standing:
        near = set(choices_after(old))
        far = near | {each for step in near for each in choices_after(step)}
        assert far >= set(Standing) - SET_BY_JOB - {old}


def test_a_step_back_owes_a_reason() -> None:
    assert needs_reason(Standing.DONE, Standing.IN_PROGRESS)
    assert needs_reason(Standing.IN_PROGRESS, Standing.PROMISED)
    assert needs_reason(Standing.ASKED, Standing.WITHDRAWN)
    assert needs_reason(Standing.REFUSED, Standing.PROMISED)
    assert not needs_reason(Standing.ASKED, Standing.PROMISED)
    assert not needs_reason(Standing.SILENT, Standing.ANSWERED)
    assert {Standing.DONE, Standing.REFUSED} == REVIEWED
