"""The sums of a ledger by month in one table; lists of gifts read off indexes; entries taken back by hand."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

WITHOUT_FEE = sa.text("status = 'paid' AND fee_minor IS NULL")
HAS_MESSAGE = sa.text("message_status <> 'none'")
IS_SETTLEMENT = sa.text("kind = 'settlement'")
NAMED = {
    'sqlite_where': sa.text('is_name_hidden IS 0 AND name IS NOT NULL'),
    'postgresql_where': sa.text('is_name_hidden IS false AND name IS NOT NULL'),
}


def upgrade() -> None:
    op.drop_table('ledger_months')
    op.drop_table('ledger_balances')  # made anew from the postings by the next night
    _balances(sa.Column('month', sa.String(length=7), nullable=False))
    op.create_index(
        'ix_donations_without_fee', 'donations', ['id'], sqlite_where=WITHOUT_FEE, postgresql_where=WITHOUT_FEE
    )
    op.create_index('ix_donations_fund', 'donations', ['fund_id', 'id'])
    op.create_index(
        'ix_donations_messages', 'donations', ['fund_id', 'id'], sqlite_where=HAS_MESSAGE, postgresql_where=HAS_MESSAGE
    )
    op.create_index('ix_donations_named', 'donations', ['fund_id', 'id'], **NAMED)
    op.drop_index('ix_donations_fund_paid', 'donations')
    _corrections()
    _adjustments()


def downgrade() -> None:
    op.drop_index('ix_ledger_entries_settlements', 'ledger_entries')
    op.drop_table('corrections')
    op.drop_table('claim_adjustments')
    op.create_index('ix_donations_fund_paid', 'donations', ['fund_id', 'paid_at', 'id'])
    for name in ('ix_donations_named', 'ix_donations_messages', 'ix_donations_fund', 'ix_donations_without_fee'):
        op.drop_index(name, 'donations')
    op.drop_table('ledger_balances')
    _balances()
    op.create_table(
        'ledger_months',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fund_id', sa.Integer(), nullable=False),
        sa.Column('month', sa.String(length=7), nullable=False),
        sa.Column('gifts', sa.Integer(), nullable=False),
        sa.Column('raised_minor', sa.BigInteger(), nullable=False),
        sa.Column('fees_minor', sa.BigInteger(), nullable=False),
        sa.Column('spent_minor', sa.BigInteger(), nullable=False),
        sa.Column('through_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_ledger_months_fund_id_funds')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_months')),
        sa.UniqueConstraint('fund_id', 'month', name=op.f('uq_ledger_months_fund_id_month')),
    )


def _corrections() -> None:
    op.create_table(
        'corrections',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('entry_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('wanted_by_id', sa.Integer(), nullable=True),
        sa.Column('wanted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['confirmed_by_id'], ['users.id'], name=op.f('fk_corrections_confirmed_by_id_users')),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['ledger_entries.id'], name=op.f('fk_corrections_entry_id_ledger_entries')
        ),
        sa.ForeignKeyConstraint(['wanted_by_id'], ['users.id'], name=op.f('fk_corrections_wanted_by_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections')),
        sa.UniqueConstraint('entry_id', name=op.f('uq_corrections_entry_id')),
    )
    op.create_index(
        'ix_ledger_entries_settlements',
        'ledger_entries',
        ['fund_id', 'id'],
        sqlite_where=IS_SETTLEMENT,
        postgresql_where=IS_SETTLEMENT,
    )


def _adjustments() -> None:
    op.create_table(
        'claim_adjustments',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('claim_id', sa.Integer(), nullable=False),
        sa.Column('part_id', sa.Integer(), nullable=False),
        sa.Column('amount_minor', sa.BigInteger(), nullable=False),
        sa.Column('relief_minor', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ['claim_id'], ['gift_aid_claims.id'], name=op.f('fk_claim_adjustments_claim_id_gift_aid_claims')
        ),
        sa.ForeignKeyConstraint(
            ['part_id'], ['claimed_parts.id'], name=op.f('fk_claim_adjustments_part_id_claimed_parts')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_adjustments')),
    )
    op.create_index('uq_claim_adjustments_part', 'claim_adjustments', ['claim_id', 'part_id'], unique=True)
    op.create_index(op.f('ix_claim_adjustments_part_id'), 'claim_adjustments', ['part_id'])


def _balances(*more: sa.Column[str]) -> None:
    key = ['fund_id', *(each.name for each in more), 'kind', 'account', 'organisation_id']
    op.create_table(
        'ledger_balances',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fund_id', sa.Integer(), nullable=False),
        *more,
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('account', sa.String(length=40), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=True),
        sa.Column('amount_minor', sa.BigInteger(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('through_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_ledger_balances_fund_id_funds')),
        sa.ForeignKeyConstraint(
            ['organisation_id'],
            ['organisations.id'],
            name=op.f('fk_ledger_balances_organisation_id_organisations'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_balances')),
        sa.UniqueConstraint(*key, name=op.f('uq_ledger_balances_' + '_'.join(key))),
    )
    op.create_index(op.f('ix_ledger_balances_fund_id'), 'ledger_balances', ['fund_id'])
