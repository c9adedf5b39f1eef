"""Encrypt anew, with the newest key, whatever an older key has encrypted; some rows at a time."""

from typing import Any

from sqlalchemy import Column, Table, Text, select, type_coerce, update

from app.core import crypto
from app.core.database import Base, EncryptedText, session

#: So many rows are held for a moment, while the site goes on with all others.
AT_ONCE = 500


def encrypted_tables() -> list[Table]:
    """Give the tables that hold sensitive text."""
    return [table for table in Base.metadata.sorted_tables if _encrypted(table)]


def rotate_rows(table: Table, after: object, most: int = AT_ONCE) -> tuple[int, object]:
    """Encrypt the rows that follow a key (None: the first ones) with the newest key.

    Give how many values were old, and the key of the last row; None when no more follow.
    """
    (key,) = table.primary_key.columns
    columns = _encrypted(table)
    query = select(key, *(type_coerce(column, Text).label(column.name) for column in columns)).order_by(key)
    if after is not None:
        query = query.where(key > after)
    # Held, so that nobody writes meanwhile what is then overwritten.
    rows = session.execute(query.limit(most).with_for_update()).mappings().all()
    changed = 0
    for row in rows:
        old = {
            column.name: crypto.decrypt(row[column.name])
            for column in columns
            if row[column.name] is not None and crypto.needs_rotation(row[column.name])
        }
        if old:
            session.execute(update(table).where(key == row[key.name]).values(old))
            changed += len(old)
    return changed, rows[-1][key.name] if len(rows) == most else None


def _encrypted(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]
