"""Encrypt anew, with the newest key, whatever an older key has encrypted."""

from sqlalchemy import Table, Text, select, type_coerce, update

from app.core import crypto
from app.core.database import Base, EncryptedText, session


def rotate_keys() -> int:
    """Encrypt every sensitive value with the newest key; give how many values were old."""
    return sum(_rotate_table(table) for table in Base.metadata.sorted_tables)


def _rotate_table(table: Table) -> int:
    columns = [column for column in table.columns if isinstance(column.type, EncryptedText)]
    if not columns:
        return 0
    keys = list(table.primary_key.columns)
    stored = [type_coerce(column, Text).label(column.name) for column in columns]
    changed = 0
    for row in session.execute(select(*keys, *stored)).mappings().all():
        old = {
            column.name: crypto.decrypt(row[column.name])
            for column in columns
            if row[column.name] is not None and crypto.needs_rotation(row[column.name])
        }
        if old:
            this_row = [key == row[key.name] for key in keys]
            session.execute(update(table).where(*this_row).values(old))
            changed += len(old)
    return changed
