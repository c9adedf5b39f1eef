"""Hosts may keep from everyone what somebody wrote as their name when giving."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

TABLES, NAME = ('donations', 'recurring_gifts'), 'is_name_refused'


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column(NAME, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, NAME)
