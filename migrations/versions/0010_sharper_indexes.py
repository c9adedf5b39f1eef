"""All that the page of an organisation asks of its events in one index; named gifts found by theirs alone."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

LISTED = sa.text("visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')")
NAMED = {
    'sqlite_where': sa.text('is_name_hidden IS 0 AND name IS NOT NULL'),
    'postgresql_where': sa.text('is_name_hidden IS false AND name IS NOT NULL'),
}
HELD = ['cohosting_id', 'starts_at', 'ends_at', 'visibility', 'status']


def upgrade() -> None:
    op.drop_index('ix_events_held', 'events')
    op.create_index('ix_events_held', 'events', [*HELD, 'series_id'], sqlite_where=LISTED, postgresql_where=LISTED)
    op.drop_index('ix_donations_named', 'donations')
    op.create_index('ix_donations_named', 'donations', ['fund_id', 'is_name_hidden', 'id'], **NAMED)


def downgrade() -> None:
    op.drop_index('ix_donations_named', 'donations')
    op.create_index('ix_donations_named', 'donations', ['fund_id', 'id'], **NAMED)
    op.drop_index('ix_events_held', 'events')
    op.create_index('ix_events_held', 'events', HELD, sqlite_where=LISTED, postgresql_where=LISTED)
