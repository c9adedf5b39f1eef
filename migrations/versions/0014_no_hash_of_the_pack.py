"""The hash of a pack goes: it was of the day on which a delivery was noted, and nobody read it."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

TABLE, NAME = 'petition_deliveries', 'pack_hash'


def upgrade() -> None:
    op.drop_column(TABLE, NAME)


def downgrade() -> None:
    op.add_column(TABLE, sa.Column(NAME, sa.String(length=64), nullable=False, server_default=''))
