"""Spots held for a while for who replies again, so that no count tells who has replied."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'repeat_holds',
        sa.Column('rsvp_id', sa.Integer(), nullable=False),
        sa.Column('event_id', sa.Integer(), nullable=False),
        sa.Column('party_size', sa.Integer(), nullable=False),
        sa.Column('way', sa.String(length=40), nullable=False),
        sa.Column('held_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('allocation_id', sa.Integer(), nullable=True),
        sa.Column('from_held', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['allocation_id'], ['allocations.id'], name=op.f('fk_repeat_holds_allocation_id_allocations')
        ),
        sa.ForeignKeyConstraint(
            ['event_id'], ['events.id'], name=op.f('fk_repeat_holds_event_id_events'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['rsvp_id'], ['rsvps.id'], name=op.f('fk_repeat_holds_rsvp_id_rsvps'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('rsvp_id', name=op.f('pk_repeat_holds')),
    )


def downgrade() -> None:
    op.drop_table('repeat_holds')
