"""When and why hosts took back that a petition was handed over; what was public stays."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('petition_deliveries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('correction', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('petition_deliveries', schema=None) as batch_op:
        batch_op.drop_column('correction')
        batch_op.drop_column('corrected_at')
