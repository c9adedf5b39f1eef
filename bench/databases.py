"""Fresh databases, gone when the run ends."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

POSTGRES = os.environ.get("BENCH_POSTGRES_URL") or "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Kind:
    """A kind of database: what the table calls it, and how to tell it from the other."""

    name: str
    is_postgres: bool


SQLITE = Kind("SQLite", is_postgres=False)
POSTGRESQL = Kind("PostgreSQL", is_postgres=True)


def postgres_answers() -> bool:
    """Tell whether a PostgreSQL server can be used."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


@contextmanager
def fresh_database(kind: Kind, folder: Path) -> Iterator[str]:
    """Give the address of a new, empty database; it goes when the block ends."""
    name = f"twain_bench_{uuid.uuid4().hex[:12]}"
    if not kind.is_postgres:
        yield f"sqlite:///{folder / name}.sqlite"
        return
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
