"""Listen to the facts that are announced, beside those who react in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app.core import facts


@contextmanager
def heard(app: Flask, *kinds: type) -> Iterator[list[object]]:
    """Collect facts of these kinds in the order in which they are announced."""
    found: list[object] = []
    before = app.extensions[facts.EXTENSION]
    listening = {kind: (*before.get(kind, ()), found.append) for kind in kinds}
    app.extensions[facts.EXTENSION] = {**before, **listening}
    try:
        yield found
    finally:
        app.extensions[facts.EXTENSION] = before
