"""Funds, gifts and the ledger."""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('payouts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.String(length=80), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=True),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('arrives_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('matched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lines_minor', sa.BigInteger(), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payouts')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_payouts_provider_id'))
    )
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payouts_account'), ['account'], unique=False)

    op.create_table('webhook_deliveries',
    sa.Column('id', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=True),
    sa.Column('object_id', sa.String(length=120), nullable=False),
    sa.Column('api_version', sa.String(length=40), nullable=False),
    sa.Column('is_used', sa.Boolean(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('again_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_deliveries'))
    )
    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_deliveries_again_at'), ['again_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_deliveries_object_id'), ['object_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_deliveries_received_at'), ['received_at'], unique=False)

    op.create_table('yearly_statements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email_key', sa.String(length=64), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_yearly_statements')),
    sa.UniqueConstraint('email_key', 'year', name=op.f('uq_yearly_statements_email_key_year'))
    )
    op.create_table('funds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohosting_id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('if_it_fails', sa.Text(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('goal_minor', sa.BigInteger(), nullable=True),
    sa.Column('suggested', sa.JSON(), nullable=False),
    sa.Column('route', sa.String(length=40), nullable=False),
    sa.Column('takes_monthly', sa.Boolean(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('locked_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['about_id'], ['cohostings.id'], name=op.f('fk_funds_about_id_cohostings')),
    sa.ForeignKeyConstraint(['cohosting_id'], ['cohostings.id'], name=op.f('fk_funds_cohosting_id_cohostings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_funds')),
    sa.UniqueConstraint('cohosting_id', name=op.f('uq_funds_cohosting_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_funds_slug'))
    )
    with op.batch_alter_table('funds', schema=None) as batch_op:
        batch_op.create_index('ix_funds_about_status', ['about_id', 'status'], unique=False)

    op.create_table('charities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('hmrc_reference', sa.String(length=20), nullable=False),
    sa.Column('is_claiming', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_charities_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_charities')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_charities_organisation_id'))
    )
    op.create_table('connected_accounts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('provider_id', sa.String(length=80), nullable=True),
    sa.Column('can_charge', sa.Boolean(), nullable=False),
    sa.Column('can_be_paid_out', sa.Boolean(), nullable=False),
    sa.Column('is_submitted', sa.Boolean(), nullable=False),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_connected_accounts_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_connected_accounts')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_connected_accounts_organisation_id')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_connected_accounts_provider_id'))
    )
    op.create_table('fund_shares',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight >= 0 AND weight <= 10000', name=op.f('ck_fund_shares_weight')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_fund_shares_fund_id_funds')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_fund_shares_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_shares')),
    sa.UniqueConstraint('fund_id', 'organisation_id', name=op.f('uq_fund_shares_fund_id_organisation_id'))
    )
    with op.batch_alter_table('fund_shares', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_shares_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('fund_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_fund_versions_by_id_users')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_fund_versions_fund_id_funds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_versions')),
    sa.UniqueConstraint('fund_id', 'version', name=op.f('uq_fund_versions_fund_id_version'))
    )
    op.create_table('gift_aid_claims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_gift_aid_claims_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_gift_aid_claims_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_claims'))
    )
    with op.batch_alter_table('gift_aid_claims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gift_aid_claims_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('ledger_balances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('through_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_ledger_balances_fund_id_funds')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_ledger_balances_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_balances')),
    sa.UniqueConstraint('fund_id', 'kind', 'account', 'organisation_id', name=op.f('uq_ledger_balances_fund_id_kind_account_organisation_id'))
    )
    with op.batch_alter_table('ledger_balances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_balances_fund_id'), ['fund_id'], unique=False)

    op.create_table('ledger_months',
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
    sa.UniqueConstraint('fund_id', 'month', name=op.f('uq_ledger_months_fund_id_month'))
    )
    op.create_table('recurring_gifts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('cover_minor', sa.BigInteger(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('token', sa.Text(), nullable=True),
    sa.Column('account', sa.String(length=80), nullable=True),
    sa.Column('subscription_id', sa.String(length=80), nullable=True),
    sa.Column('customer_id', sa.String(length=80), nullable=True),
    sa.Column('failed_mails', sa.Integer(), nullable=False),
    sa.Column('wish', sa.String(length=40), nullable=True),
    sa.Column('wish_minor', sa.BigInteger(), nullable=True),
    sa.Column('wish_cover_minor', sa.BigInteger(), nullable=True),
    sa.Column('wish_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('wishes', sa.Integer(), nullable=False),
    sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('email_key', sa.String(length=64), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('is_name_hidden', sa.Boolean(), nullable=False),
    sa.Column('dedication', sa.String(length=40), nullable=False),
    sa.Column('dedicated_to', sa.Text(), nullable=True),
    sa.Column('message', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('message_status', sa.String(length=40), nullable=False),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_recurring_gifts_amount')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_recurring_gifts_fund_id_funds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recurring_gifts')),
    sa.UniqueConstraint('reference', name=op.f('uq_recurring_gifts_reference')),
    sa.UniqueConstraint('subscription_id', name=op.f('uq_recurring_gifts_subscription_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_recurring_gifts_token_hash'))
    )
    with op.batch_alter_table('recurring_gifts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recurring_gifts_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_recurring_gifts_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recurring_gifts_wish'), ['wish'], unique=False)

    op.create_table('donations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('recurring_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('cover_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('shares', sa.JSON(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('token', sa.Text(), nullable=True),
    sa.Column('account', sa.String(length=80), nullable=True),
    sa.Column('checkout_id', sa.String(length=120), nullable=True),
    sa.Column('checkout_url', sa.Text(), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('payment_id', sa.String(length=80), nullable=True),
    sa.Column('charge_id', sa.String(length=80), nullable=True),
    sa.Column('invoice_id', sa.String(length=80), nullable=True),
    sa.Column('fee_minor', sa.BigInteger(), nullable=True),
    sa.Column('refunded_minor', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paid_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('counted_by_id', sa.Integer(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('email_key', sa.String(length=64), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('is_name_hidden', sa.Boolean(), nullable=False),
    sa.Column('dedication', sa.String(length=40), nullable=False),
    sa.Column('dedicated_to', sa.Text(), nullable=True),
    sa.Column('message', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('message_status', sa.String(length=40), nullable=False),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_donations_amount')),
    sa.ForeignKeyConstraint(['counted_by_id'], ['users.id'], name=op.f('fk_donations_counted_by_id_users')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['users.id'], name=op.f('fk_donations_entered_by_id_users')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_donations_fund_id_funds')),
    sa.ForeignKeyConstraint(['recurring_id'], ['recurring_gifts.id'], name=op.f('fk_donations_recurring_id_recurring_gifts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_donations')),
    sa.UniqueConstraint('charge_id', name=op.f('uq_donations_charge_id')),
    sa.UniqueConstraint('checkout_id', name=op.f('uq_donations_checkout_id')),
    sa.UniqueConstraint('invoice_id', name=op.f('uq_donations_invoice_id')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_donations_payment_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_donations_reference')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_donations_token_hash'))
    )
    with op.batch_alter_table('donations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_donations_email_key'), ['email_key'], unique=False)
        batch_op.create_index('ix_donations_fund_paid', ['fund_id', 'paid_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_donations_recurring_id'), ['recurring_id'], unique=False)
        batch_op.create_index('ix_donations_waiting', ['created_at'], unique=False, sqlite_where=sa.text("status IN ('pending', 'processing')"), postgresql_where=sa.text("status IN ('pending', 'processing')"))

    op.create_table('declarations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=True),
    sa.Column('recurring_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('email_key', sa.String(length=64), nullable=True),
    sa.Column('charity_name', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('edition', sa.String(length=20), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=False),
    sa.Column('last_name', sa.Text(), nullable=False),
    sa.Column('house', sa.Text(), nullable=False),
    sa.Column('postcode', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(donation_id IS NULL) <> (recurring_id IS NULL)', name=op.f('ck_declarations_one_gift')),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_declarations_donation_id_donations')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_declarations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['recurring_id'], ['recurring_gifts.id'], name=op.f('fk_declarations_recurring_id_recurring_gifts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_declarations'))
    )
    with op.batch_alter_table('declarations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_declarations_donation_id'), ['donation_id'], unique=False)
        batch_op.create_index('ix_declarations_giver', ['organisation_id', 'email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_declarations_recurring_id'), ['recurring_id'], unique=False)

    op.create_table('disputes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.String(length=80), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_disputes_donation_id_donations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disputes')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_disputes_provider_id'))
    )
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disputes_donation_id'), ['donation_id'], unique=False)

    op.create_table('ledger_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=True),
    sa.Column('corrects_id', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_ledger_entries_by_id_users')),
    sa.ForeignKeyConstraint(['corrects_id'], ['ledger_entries.id'], name=op.f('fk_ledger_entries_corrects_id_ledger_entries')),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_ledger_entries_donation_id_donations')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_ledger_entries_fund_id_funds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entries')),
    sa.UniqueConstraint('key', name=op.f('uq_ledger_entries_key'))
    )
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entries_donation_id'), ['donation_id'], unique=False)
        batch_op.create_index('ix_ledger_entries_fund_day', ['fund_id', 'on', 'id'], unique=False)

    op.create_table('ledger_mismatches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.String(length=160), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('what', sa.String(length=80), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=True),
    sa.Column('fund_id', sa.Integer(), nullable=True),
    sa.Column('donation_id', sa.Integer(), nullable=True),
    sa.Column('ours_minor', sa.BigInteger(), nullable=True),
    sa.Column('theirs_minor', sa.BigInteger(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('moved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('solved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('solved_by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_ledger_mismatches_donation_id_donations')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_ledger_mismatches_fund_id_funds')),
    sa.ForeignKeyConstraint(['solved_by_id'], ['users.id'], name=op.f('fk_ledger_mismatches_solved_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_mismatches')),
    sa.UniqueConstraint('line_id', name=op.f('uq_ledger_mismatches_line_id'))
    )
    with op.batch_alter_table('ledger_mismatches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_mismatches_fund_id'), ['fund_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_mismatches_solved_at'), ['solved_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_ledger_mismatches_source'), ['source'], unique=False)

    op.create_table('refunds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.String(length=80), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_refunds_amount')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['users.id'], name=op.f('fk_refunds_confirmed_by_id_users')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_refunds_decided_by_id_users')),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_refunds_donation_id_donations')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_refunds_requested_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refunds')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_refunds_provider_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_refunds_reference'))
    )
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_donation_id'), ['donation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_status'), ['status'], unique=False)

    op.create_table('transfers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('reversed_minor', sa.BigInteger(), nullable=False),
    sa.Column('reversing_minor', sa.BigInteger(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('provider_id', sa.String(length=80), nullable=True),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('refusal', sa.String(length=80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_transfers_amount')),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_transfers_donation_id_donations')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_transfers_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfers')),
    sa.UniqueConstraint('provider_id', name=op.f('uq_transfers_provider_id'))
    )
    with op.batch_alter_table('transfers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transfers_status'), ['status'], unique=False)
        batch_op.create_index('uq_transfers_part', ['donation_id', 'organisation_id'], unique=True)

    op.create_table('claimed_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('donation_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('declaration_id', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['gift_aid_claims.id'], name=op.f('fk_claimed_parts_claim_id_gift_aid_claims')),
    sa.ForeignKeyConstraint(['declaration_id'], ['declarations.id'], name=op.f('fk_claimed_parts_declaration_id_declarations')),
    sa.ForeignKeyConstraint(['donation_id'], ['donations.id'], name=op.f('fk_claimed_parts_donation_id_donations')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_claimed_parts_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claimed_parts'))
    )
    with op.batch_alter_table('claimed_parts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claimed_parts_claim_id'), ['claim_id'], unique=False)
        batch_op.create_index('uq_claimed_parts_part', ['donation_id', 'organisation_id'], unique=True)

    op.create_table('postings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('account', sa.String(length=40), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entries.id'], name=op.f('fk_postings_entry_id_ledger_entries')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_postings_fund_id_funds')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_postings_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_postings'))
    )
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postings_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index('ix_postings_fund', ['fund_id', 'id'], unique=False)

    op.create_table('spendings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fund_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('spent_on', sa.Date(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('receipt', sa.LargeBinary(), nullable=True),
    sa.Column('receipt_type', sa.String(length=40), nullable=False),
    sa.Column('receipt_hash', sa.String(length=64), nullable=False),
    sa.Column('is_receipt_public', sa.Boolean(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('correction', sa.Text(), nullable=False),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_spendings_amount')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_spendings_by_id_users')),
    sa.ForeignKeyConstraint(['entry_id'], ['ledger_entries.id'], name=op.f('fk_spendings_entry_id_ledger_entries')),
    sa.ForeignKeyConstraint(['fund_id'], ['funds.id'], name=op.f('fk_spendings_fund_id_funds')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_spendings_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spendings'))
    )
    with op.batch_alter_table('spendings', schema=None) as batch_op:
        batch_op.create_index('ix_spendings_fund_day', ['fund_id', 'spent_on', 'id'], unique=False)



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('spendings', schema=None) as batch_op:
        batch_op.drop_index('ix_spendings_fund_day')

    op.drop_table('spendings')
    with op.batch_alter_table('postings', schema=None) as batch_op:
        batch_op.drop_index('ix_postings_fund')
        batch_op.drop_index(batch_op.f('ix_postings_entry_id'))

    op.drop_table('postings')
    with op.batch_alter_table('claimed_parts', schema=None) as batch_op:
        batch_op.drop_index('uq_claimed_parts_part')
        batch_op.drop_index(batch_op.f('ix_claimed_parts_claim_id'))

    op.drop_table('claimed_parts')
    with op.batch_alter_table('transfers', schema=None) as batch_op:
        batch_op.drop_index('uq_transfers_part')
        batch_op.drop_index(batch_op.f('ix_transfers_status'))

    op.drop_table('transfers')
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_status'))
        batch_op.drop_index(batch_op.f('ix_refunds_donation_id'))

    op.drop_table('refunds')
    with op.batch_alter_table('ledger_mismatches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_mismatches_source'))
        batch_op.drop_index(batch_op.f('ix_ledger_mismatches_solved_at'))
        batch_op.drop_index(batch_op.f('ix_ledger_mismatches_fund_id'))

    op.drop_table('ledger_mismatches')
    with op.batch_alter_table('ledger_entries', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_entries_fund_day')
        batch_op.drop_index(batch_op.f('ix_ledger_entries_donation_id'))

    op.drop_table('ledger_entries')
    with op.batch_alter_table('disputes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disputes_donation_id'))

    op.drop_table('disputes')
    with op.batch_alter_table('declarations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_declarations_recurring_id'))
        batch_op.drop_index('ix_declarations_giver')
        batch_op.drop_index(batch_op.f('ix_declarations_donation_id'))

    op.drop_table('declarations')
    with op.batch_alter_table('donations', schema=None) as batch_op:
        batch_op.drop_index('ix_donations_waiting', sqlite_where=sa.text("status IN ('pending', 'processing')"), postgresql_where=sa.text("status IN ('pending', 'processing')"))
        batch_op.drop_index(batch_op.f('ix_donations_recurring_id'))
        batch_op.drop_index('ix_donations_fund_paid')
        batch_op.drop_index(batch_op.f('ix_donations_email_key'))

    op.drop_table('donations')
    with op.batch_alter_table('recurring_gifts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recurring_gifts_wish'))
        batch_op.drop_index(batch_op.f('ix_recurring_gifts_fund_id'))
        batch_op.drop_index(batch_op.f('ix_recurring_gifts_email_key'))

    op.drop_table('recurring_gifts')
    op.drop_table('ledger_months')
    with op.batch_alter_table('ledger_balances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_balances_fund_id'))

    op.drop_table('ledger_balances')
    with op.batch_alter_table('gift_aid_claims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gift_aid_claims_organisation_id'))

    op.drop_table('gift_aid_claims')
    op.drop_table('fund_versions')
    with op.batch_alter_table('fund_shares', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fund_shares_organisation_id'))

    op.drop_table('fund_shares')
    op.drop_table('connected_accounts')
    op.drop_table('charities')
    with op.batch_alter_table('funds', schema=None) as batch_op:
        batch_op.drop_index('ix_funds_about_status')

    op.drop_table('funds')
    op.drop_table('yearly_statements')
    with op.batch_alter_table('webhook_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_webhook_deliveries_received_at'))
        batch_op.drop_index(batch_op.f('ix_webhook_deliveries_object_id'))
        batch_op.drop_index(batch_op.f('ix_webhook_deliveries_again_at'))

    op.drop_table('webhook_deliveries')
    with op.batch_alter_table('payouts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payouts_account'))

    op.drop_table('payouts')
