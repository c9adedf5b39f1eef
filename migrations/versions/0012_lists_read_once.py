"""All of an organisation's events read off one index on either database; beginnings of words found at once."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

LISTED = sa.text("visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')")
HELD = ['cohosting_id', 'starts_at', 'ends_at', 'visibility', 'status', 'series_id']


def upgrade() -> None:
    _index_held([*HELD, 'id'])
    _index_words(", prefix='2 3 4'")


def downgrade() -> None:
    _index_words('')
    _index_held(HELD)


def _index_held(columns: list[str]) -> None:
    op.drop_index('ix_events_held', 'events')
    op.create_index('ix_events_held', 'events', columns, sqlite_where=LISTED, postgresql_where=LISTED)


def _index_words(more: str) -> None:
    """Make SQLite's index of words anew; the triggers that feed it stand at the events and know it by name."""
    if op.get_bind().dialect.name != 'sqlite':
        return
    op.execute('DROP TABLE event_words')
    op.execute(
        "CREATE VIRTUAL TABLE event_words USING fts5"
        f"(search_words, content='events', content_rowid='id', tokenize='unicode61'{more})"
    )
    op.execute("INSERT INTO event_words(event_words) VALUES ('rebuild')")
