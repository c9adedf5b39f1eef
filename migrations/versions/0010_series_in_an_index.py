"""What the page of an organisation asks of its events, all in one index."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

LISTED = sa.text("visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')")
HELD = ['cohosting_id', 'starts_at', 'ends_at', 'visibility', 'status']


def upgrade() -> None:
    op.drop_index('ix_events_held', 'events')
    op.create_index('ix_events_held', 'events', [*HELD, 'series_id'], sqlite_where=LISTED, postgresql_where=LISTED)


def downgrade() -> None:
    op.drop_index('ix_events_held', 'events')
    op.create_index('ix_events_held', 'events', HELD, sqlite_where=LISTED, postgresql_where=LISTED)
