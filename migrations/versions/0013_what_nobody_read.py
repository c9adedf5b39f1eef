"""What nobody read goes: ends of pauses, when a payout was summed, and who wants none of a mail never sent."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

UNREAD = (('recurring_gifts', 'wish_until'), ('recurring_gifts', 'paused_until'), ('payouts', 'matched_at'))


def upgrade() -> None:
    for table, name in UNREAD:
        op.drop_column(table, name)
    op.execute("DELETE FROM unsubscriptions WHERE list_name = 'digest'")


def downgrade() -> None:
    for table, name in UNREAD:
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
