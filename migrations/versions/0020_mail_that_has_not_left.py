"""Find the mail that has not left, and the mail that failed, among all that has left."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

TABLE, DUE = 'messages', 'ix_messages_due_at'
PARTIAL = {
    'ix_messages_unsent': ('due_at', "status IN ('waiting', 'sending')"),
    'ix_messages_failed': ('id', "status = 'failed'"),
}


def upgrade() -> None:
    for name, (column, condition) in PARTIAL.items():
        where = sa.text(condition)
        op.create_index(name, TABLE, [column], sqlite_where=where, postgresql_where=where)
    op.drop_index(DUE, TABLE)


def downgrade() -> None:
    op.create_index(DUE, TABLE, ['due_at'])
    for name in PARTIAL:
        op.drop_index(name, TABLE)
