"""Random stories: a machine plays them step by step, and asks after each step whether all still holds.

An ordinary run plays a few, the same each time, so that it fails by a change and never by chance.
`STORIES=300 .venv/bin/pytest tests/donations/test_whatever_happens.py` plays so many that nobody has met.
"""

import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

ASKED = int(os.environ.get("STORIES", "0"))


def play(machine: Callable[[], RuleBasedStateMachine], few: int, steps: int) -> None:
    """Play so few stories of so many steps, or as many as were asked for."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=ASKED or few,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not ASKED,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # shrinking a story takes longer than reading it
        ),
    )
