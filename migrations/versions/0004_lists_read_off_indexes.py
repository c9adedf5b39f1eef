"""Lists read off indexes."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

LISTED = sa.text("visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')")
HELD = ['cohosting_id', 'starts_at', 'ends_at', 'visibility', 'status']
AREA = ['search_area', 'sphere_x', 'sphere_y', 'sphere_z', 'visibility', 'status']


def upgrade() -> None:
    op.create_index('ix_events_held', 'events', HELD, sqlite_where=LISTED, postgresql_where=LISTED)
    op.create_index('ix_events_area', 'events', AREA, sqlite_where=LISTED, postgresql_where=LISTED)
    op.create_index('ix_hosts_held_by', 'hosts', ['organisation_id', 'status', 'cohosting_id'])
    op.drop_index('ix_hosts_organisation_id', 'hosts')


def downgrade() -> None:
    op.create_index('ix_hosts_organisation_id', 'hosts', ['organisation_id'])
    op.drop_index('ix_hosts_held_by', 'hosts')
    op.drop_index('ix_events_area', 'events')
    op.drop_index('ix_events_held', 'events')
