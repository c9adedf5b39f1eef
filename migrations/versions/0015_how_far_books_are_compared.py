"""How far the books of each account have been compared, so that no lost night leaves a gap."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'book_comparisons',
        sa.Column('account', sa.String(length=80), nullable=False),
        sa.Column('compared_until', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('account', name=op.f('pk_book_comparisons')),
    )


def downgrade() -> None:
    op.drop_table('book_comparisons')
