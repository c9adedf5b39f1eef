"""Empty the database in the middle of a test, for machines that play many stories."""

from app.core.database import Base, session


def wipe() -> None:
    """Empty every table."""
    session.rollback()
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.commit()
