"""Reminders, thanks, feedback, run sheets, the board for finding co-hosts, and how mail is wanted."""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table('rsvps', schema=None) as batch_op:
        batch_op.add_column(sa.Column('wants_reminders', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('wants_invitations', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('is_discreet', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('calendar_shift', sa.Integer(), server_default='0', nullable=False))



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('rsvps', schema=None) as batch_op:
        batch_op.drop_column('calendar_shift')
        batch_op.drop_column('is_discreet')
        batch_op.drop_column('wants_invitations')
        batch_op.drop_column('wants_reminders')

