"""The full-text index over `events.search_words`, on either database.

SQLAlchemy runs these statements after it has made the table; migrations repeat them.
"""

from sqlalchemy import DDL, event

from app.core.database import Base

#: Searches look for beginnings of words; those of two to four signs stand in indexes of their own.
_SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS event_words
    USING fts5(search_words, content='events', content_rowid='id', tokenize='unicode61', prefix='2 3 4')""",
    """CREATE TRIGGER IF NOT EXISTS event_words_added AFTER INSERT ON events BEGIN
        INSERT INTO event_words(rowid, search_words) VALUES (new.id, new.search_words);
    END""",
    """CREATE TRIGGER IF NOT EXISTS event_words_removed AFTER DELETE ON events BEGIN
        INSERT INTO event_words(event_words, rowid, search_words)
        VALUES ('delete', old.id, old.search_words);
    END""",
    """CREATE TRIGGER IF NOT EXISTS event_words_changed AFTER UPDATE OF search_words ON events BEGIN
        INSERT INTO event_words(event_words, rowid, search_words)
        VALUES ('delete', old.id, old.search_words);
        INSERT INTO event_words(rowid, search_words) VALUES (new.id, new.search_words);
    END""",
)
#: The vector is kept, not made again for each row that a search looks at.
_POSTGRESQL = (
    """ALTER TABLE events ADD COLUMN IF NOT EXISTS word_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', search_words)) STORED""",
    "CREATE INDEX IF NOT EXISTS event_word_vectors ON events USING gin (word_vector)",
)

#: Dialect name → statements that make the index.
SEARCH_DDL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}

for _dialect, _statements in SEARCH_DDL.items():
    for _statement in _statements:
        event.listen(
            Base.metadata.tables["events"],
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        )
