"""The next date of a series read off one index, however many lie behind it."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

LISTED = sa.text("visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')")
COLUMNS = ['series_id', 'starts_at', 'ends_at', 'status', 'visibility']


def upgrade() -> None:
    op.create_index('ix_events_next', 'events', COLUMNS, sqlite_where=LISTED, postgresql_where=LISTED)


def downgrade() -> None:
    op.drop_index('ix_events_next', 'events')
