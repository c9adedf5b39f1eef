"""Do several things at the same moment, in real threads on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from time import sleep

from flask import Flask

from app.core.database import session
from app.core.errors import TwainError
from app.core.transaction import transaction


def at_once(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Do each deed in a thread, a session and a transaction of its own, all starting together.

    Give for each what it gave, or the error in plain words with which it was turned away.
    """
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        with app.app_context():
            try:
                gate.wait(timeout=20)
                with transaction():
                    return deed()
            except TwainError as error:
                return error
            finally:
                session.remove()

    session.rollback()
    with ThreadPoolExecutor(len(deeds)) as pool:
        outcomes = list(pool.map(do, deeds))
    session.rollback()
    return outcomes


def meet(gate: Barrier) -> None:
    """Go on once all are here; on SQLite, where one writes at a time, after a moment."""
    with suppress(BrokenBarrierError):
        gate.wait(timeout=1)


def first_and_second(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """Let the second begin once the first has done its deed, but not committed it; on SQLite, one by one."""
    both = Barrier(2)

    def leading() -> object:
        given = first()
        session.flush()
        meet(both)
        sleep(0.3)
        return given

    def following() -> object:
        meet(both)
        return second()

    return at_once(app, leading, following)
