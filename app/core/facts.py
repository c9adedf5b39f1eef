"""Facts: what has happened, in the past tense, told to whoever reacts.

The one table of reactions stands in `app/reactions.py`; handlers run inside the same transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import current_app

Reactions = Mapping[type, Sequence[Callable[[Any], None]]]
EXTENSION = "twain_reactions"


def announce(fact: object) -> None:
    """Run every reaction to a fact, in the order of the table."""
    reactions = cast("Reactions", current_app.extensions[EXTENSION])
    for react in reactions.get(type(fact), ()):
        react(fact)
