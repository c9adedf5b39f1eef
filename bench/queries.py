"""How many queries a page costs, counted inside this process."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.core.database import db
from bench.world import World

#: A reader who says this gets a page of their own, drawn now; see `core.front`.
AFRESH = {"Cache-Control": "no-store"}
#: A reader who says this gets the kept page if it still holds.
RELOAD = {"Cache-Control": "max-age=0"}


def queries_of(world: World, path: str, headers: dict[str, str]) -> int:
    """Count the queries of one request."""
    _ask(world, path, headers)
    with _counted(world) as statements:
        _ask(world, path, headers)
    return len(statements)


def _ask(world: World, path: str, headers: dict[str, str]) -> None:
    client = world.app.test_client(use_cookies=False)
    with world.app.app_context():
        assert client.get(path, headers=headers).status_code == 200


@contextmanager
def _counted(world: World) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    with world.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
