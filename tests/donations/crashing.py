"""Die between two steps: before a transaction begins, or when all is done and nothing is committed."""

from contextlib import contextmanager

from sqlalchemy import event

from app.core.database import db, session


class Died(BaseException):
    """The process is gone; nothing that catches errors sees it."""


class Crashing:
    """Count the steps of the database and die at one of them, once."""

    def __init__(self):
        self.left = None

    def arm(self, steps):
        """Die at the so-manieth step from now."""
        self.left = steps

    def step(self, *_args):
        """Take a step, or die."""
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Died

    @contextmanager
    def listening(self):
        """Listen to the database for a while."""
        for name in ("begin", "commit"):
            event.listen(db.engine, name, self.step)
        try:
            yield self
        finally:
            self.left = None
            for name in ("begin", "commit"):
                event.remove(db.engine, name, self.step)


@contextmanager
def surviving():
    """Go on after a death, as a new process does."""
    try:
        yield
    except Died:
        session.remove()
