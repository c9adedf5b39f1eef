"""How migrations reach the database of the application."""

from alembic import context
from flask import current_app
from sqlalchemy import TypeDecorator

from app.core.database import WRITES, Base
from app.migrations import is_ours


def render_plainly(kind: str, thing: object, _context: object) -> str | bool:
    """Write our column types as the plain ones beneath them: a migration outlives our classes."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


engine = current_app.extensions["migrate"].db.engine

with engine.connect().execution_options(**{WRITES: True}) as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=is_ours,
        compare_type=True,
        render_item=render_plainly,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
