"""Prove that the migrations make exactly the tables of the models: `python -m app.migrations`."""

import logging
import sys

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import Engine

from app.config import ROOT
from app.core.database import Base, db
from app.factory import create_app

HUEY_PREFIX = "huey_"
#: The queue's tables, and the index and column of the search, which the models make by statements.
NOT_OURS = (HUEY_PREFIX, "event_word", "word_vector")


def init_migrations(app: Flask) -> None:
    """Let `flask db` and `migrate_quietly` work; the server and the worker never load what they need."""
    Migrate(app, db, directory=str(ROOT / "migrations"))


def differences(engine: Engine) -> list[object]:
    """Give what differs between a migrated database and the models; empty when nothing does."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_ours}
        )
        return list(compare_metadata(context, Base.metadata))


def is_ours(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out what is not made from the models' tables."""
    return not (name and kind in {"table", "index", "column"} and name.startswith(NOT_OURS))


def migrate_quietly(app: Flask) -> None:
    """Bring the database of an application to the newest migration."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    init_migrations(app)
    with app.app_context():
        upgrade()


if __name__ == "__main__":
    application = create_app()
    migrate_quietly(application)
    with application.app_context():
        found = differences(db.engine)
    for difference in found:
        print("migrations and models differ:", difference)  # noqa: T201  # a command's answer
    sys.exit(1 if found else 0)
