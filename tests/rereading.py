"""Read rows again, as another request would."""

from typing import TypeVar

from app.core.database import Base, session

Row = TypeVar("Row", bound=Base)


def fresh(row: Row) -> Row:
    """Give the row as the database has it now."""
    session.rollback()
    return session.get_one(type(row), row.id, populate_existing=True)
