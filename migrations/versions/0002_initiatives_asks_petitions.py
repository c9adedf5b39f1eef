"""Initiatives, asks and petitions."""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('evidence_documents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=120), nullable=False),
    sa.Column('media_type', sa.String(length=80), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_documents'))
    )
    op.create_table('initiatives',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohosting_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('setting', sa.String(length=40), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohosting_id'], ['cohostings.id'], name=op.f('fk_initiatives_cohosting_id_cohostings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiatives')),
    sa.UniqueConstraint('cohosting_id', name=op.f('uq_initiatives_cohosting_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_initiatives_slug'))
    )
    with op.batch_alter_table('initiatives', schema=None) as batch_op:
        batch_op.create_index('ix_initiatives_status_published', ['status', 'published_at', 'id'], unique=False)

    op.create_table('asks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohosting_id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('done_when', sa.Text(), nullable=False),
    sa.Column('area', sa.String(length=40), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('intersections', sa.JSON(), nullable=False),
    sa.Column('hidden_from', sa.Date(), nullable=True),
    sa.Column('hidden_until', sa.Date(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['cohosting_id'], ['cohostings.id'], name=op.f('fk_asks_cohosting_id_cohostings')),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_asks_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_asks')),
    sa.UniqueConstraint('cohosting_id', name=op.f('uq_asks_cohosting_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_asks_slug'))
    )
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asks_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index('ix_asks_status_published', ['status', 'published_at', 'id'], unique=False)

    op.create_table('initiative_aims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('reached', sa.Integer(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_aims_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_aims'))
    )
    with op.batch_alter_table('initiative_aims', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_aims_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative_milestones',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_milestones_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_milestones')),
    sa.UniqueConstraint('uid', name=op.f('uq_initiative_milestones_uid'))
    )
    with op.batch_alter_table('initiative_milestones', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_milestones_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative_updates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_initiative_updates_by_id_users')),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_updates_initiative_id_initiatives')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_initiative_updates_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_updates'))
    )
    with op.batch_alter_table('initiative_updates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_initiative_updates_initiative_id'), ['initiative_id'], unique=False)

    op.create_table('initiative_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_initiative_versions_by_id_users')),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_versions_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_versions')),
    sa.UniqueConstraint('initiative_id', 'version', name=op.f('uq_initiative_versions_initiative_id_version'))
    )
    op.create_table('petitions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohosting_id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('background', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('area_question', sa.String(length=40), nullable=False),
    sa.Column('is_area_required', sa.Boolean(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_goal', sa.Integer(), nullable=False),
    sa.Column('search_words', sa.Text(), nullable=False),
    sa.Column('signature_count', sa.Integer(), nullable=False),
    sa.Column('paper_count', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('log_size', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('close_reason', sa.Text(), nullable=False),
    sa.Column('anonymised_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('paper_count >= 0', name=op.f('ck_petitions_paper_count_not_negative')),
    sa.CheckConstraint('signature_count >= 0', name=op.f('ck_petitions_signature_count_not_negative')),
    sa.ForeignKeyConstraint(['cohosting_id'], ['cohostings.id'], name=op.f('fk_petitions_cohosting_id_cohostings')),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_petitions_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petitions')),
    sa.UniqueConstraint('cohosting_id', name=op.f('uq_petitions_cohosting_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_petitions_slug'))
    )
    with op.batch_alter_table('petitions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petitions_closes_at'), ['closes_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_petitions_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_petitions_opens_at'), ['opens_at'], unique=False)
        batch_op.create_index('ix_petitions_status_opened', ['status', 'opened_at', 'id'], unique=False)

    op.create_table('targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('jurisdiction', sa.Text(), nullable=False),
    sa.Column('public_contact', sa.Text(), nullable=False),
    sa.Column('term_from', sa.Date(), nullable=True),
    sa.Column('term_until', sa.Date(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['entered_by_id'], ['organisations.id'], name=op.f('fk_targets_entered_by_id_organisations')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_targets_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets')),
    sa.UniqueConstraint('slug', name=op.f('uq_targets_slug'))
    )
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_targets_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('ask_corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('is_quoted', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['ask_id'], ['asks.id'], name=op.f('fk_ask_corrections_ask_id_asks')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_ask_corrections_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_corrections'))
    )
    with op.batch_alter_table('ask_corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_corrections_ask_id'), ['ask_id'], unique=False)

    op.create_table('ask_targets',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.String(length=40), nullable=False),
    sa.Column('position', sa.String(length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['asks.id'], name=op.f('fk_ask_targets_ask_id_asks')),
    sa.ForeignKeyConstraint(['target_id'], ['targets.id'], name=op.f('fk_ask_targets_target_id_targets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_targets')),
    sa.UniqueConstraint('ask_id', 'target_id', name=op.f('uq_ask_targets_ask_id_target_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_ask_targets_uid'))
    )
    with op.batch_alter_table('ask_targets', schema=None) as batch_op:
        batch_op.create_index('ix_ask_targets_standing_due', ['standing', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_ask_targets_target_id'), ['target_id'], unique=False)

    op.create_table('ask_wordings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['asks.id'], name=op.f('fk_ask_wordings_ask_id_asks')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_ask_wordings_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_ask_wordings_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_wordings')),
    sa.UniqueConstraint('ask_id', 'organisation_id', name=op.f('uq_ask_wordings_ask_id_organisation_id'))
    )
    op.create_table('paper_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('scan', sa.LargeBinary(), nullable=True),
    sa.Column('scan_type', sa.String(length=40), nullable=False),
    sa.Column('scan_hash', sa.String(length=64), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('checked_by_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['checked_by_id'], ['users.id'], name=op.f('fk_paper_batches_checked_by_id_users')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['users.id'], name=op.f('fk_paper_batches_entered_by_id_users')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_paper_batches_event_id_events')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_paper_batches_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_paper_batches_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_batches'))
    )
    with op.batch_alter_table('paper_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_batches_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_area_counts',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(length=60), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_area_counts_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'area', name=op.f('pk_petition_area_counts'))
    )
    op.create_table('petition_asks',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['ask_id'], ['asks.id'], name=op.f('fk_petition_asks_ask_id_asks')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_asks_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'ask_id', name=op.f('pk_petition_asks'))
    )
    with op.batch_alter_table('petition_asks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_asks_ask_id'), ['ask_id'], unique=False)

    op.create_table('petition_day_counts',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('signed', sa.Integer(), nullable=False),
    sa.Column('ended', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_day_counts_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'on', 'source', name=op.f('pk_petition_day_counts'))
    )
    op.create_table('petition_deliveries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=True),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('pack_hash', sa.String(length=64), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('receipt', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_petition_deliveries_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_petition_deliveries_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_deliveries_petition_id_petitions')),
    sa.ForeignKeyConstraint(['target_id'], ['targets.id'], name=op.f('fk_petition_deliveries_target_id_targets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_deliveries'))
    )
    with op.batch_alter_table('petition_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_deliveries_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_log_ends',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('leaf_index', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('of_index', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_log_ends_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'leaf_index', name=op.f('pk_petition_log_ends'))
    )
    op.create_table('petition_log_tiles',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hashes', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_log_tiles_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'level', 'number', name=op.f('pk_petition_log_tiles'))
    )
    op.create_table('petition_news',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('planned_to', sa.Integer(), nullable=False),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_news_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_news')),
    sa.UniqueConstraint('petition_id', 'about', name=op.f('uq_petition_news_petition_id_about'))
    )
    with op.batch_alter_table('petition_news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_news_planned_at'), ['planned_at'], unique=False)

    op.create_table('petition_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_petition_reviews_by_id_users')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_reviews_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_reviews'))
    )
    with op.batch_alter_table('petition_reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_reviews_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_targets',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('target_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_targets_petition_id_petitions')),
    sa.ForeignKeyConstraint(['target_id'], ['targets.id'], name=op.f('fk_petition_targets_target_id_targets')),
    sa.PrimaryKeyConstraint('petition_id', 'target_id', name=op.f('pk_petition_targets'))
    )
    with op.batch_alter_table('petition_targets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_targets_target_id'), ['target_id'], unique=False)

    op.create_table('petition_thresholds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('consequence', sa.String(length=40), nullable=False),
    sa.Column('reached_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_thresholds_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_thresholds')),
    sa.UniqueConstraint('petition_id', 'consequence', name=op.f('uq_petition_thresholds_petition_id_consequence'))
    )
    op.create_table('petition_tree_heads',
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('root', sa.LargeBinary(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('public_key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('signature', sa.LargeBinary(length=64), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_tree_heads_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', 'size', name=op.f('pk_petition_tree_heads'))
    )
    op.create_table('petition_updates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_petition_updates_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_petition_updates_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_updates_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_updates'))
    )
    with op.batch_alter_table('petition_updates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_updates_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_petition_versions_by_id_users')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_versions_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_versions')),
    sa.UniqueConstraint('petition_id', 'version', name=op.f('uq_petition_versions_petition_id_version'))
    )
    op.create_table('signature_removals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('expected', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.Column('last_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_signature_removals_by_id_users')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_signature_removals_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature_removals'))
    )
    with op.batch_alter_table('signature_removals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_removals_petition_id'), ['petition_id'], unique=False)

    op.create_table('ask_contacts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_target_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ask_target_id'], ['ask_targets.id'], name=op.f('fk_ask_contacts_ask_target_id_ask_targets')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_ask_contacts_by_id_users')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_ask_contacts_event_id_events')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_ask_contacts_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask_contacts'))
    )
    with op.batch_alter_table('ask_contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_contacts_ask_target_id'), ['ask_target_id'], unique=False)

    op.create_table('commitments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_target_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ask_target_id'], ['ask_targets.id'], name=op.f('fk_commitments_ask_target_id_ask_targets')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_commitments_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitments'))
    )
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitments_ask_target_id'), ['ask_target_id'], unique=False)

    op.create_table('paper_rows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('row_key', sa.String(length=64), nullable=False),
    sa.Column('area', sa.String(length=60), nullable=False),
    sa.Column('is_valid', sa.Boolean(), nullable=True),
    sa.Column('salt', sa.LargeBinary(length=16), nullable=False),
    sa.Column('commitment', sa.LargeBinary(length=32), nullable=False),
    sa.Column('leaf_index', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['paper_batches.id'], name=op.f('fk_paper_rows_batch_id_paper_batches'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_rows'))
    )
    with op.batch_alter_table('paper_rows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_rows_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_paper_rows_row_key'), ['row_key'], unique=False)

    op.create_table('signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('petition_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('via_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('email_key', sa.String(length=64), nullable=True),
    sa.Column('name_key', sa.String(length=64), nullable=True),
    sa.Column('postcode_key', sa.String(length=64), nullable=True),
    sa.Column('household_rank', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(length=60), nullable=False),
    sa.Column('display', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('reason_status', sa.String(length=40), nullable=False),
    sa.Column('perspective', sa.String(length=40), nullable=False),
    sa.Column('is_following', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminders', sa.Integer(), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mails', sa.Integer(), nullable=False),
    sa.Column('network_key', sa.String(length=64), nullable=True),
    sa.Column('ended_reason', sa.String(length=40), nullable=False),
    sa.Column('removal_id', sa.Integer(), nullable=True),
    sa.Column('salt', sa.LargeBinary(length=16), nullable=False),
    sa.Column('commitment', sa.LargeBinary(length=32), nullable=False),
    sa.Column('leaf_index', sa.Integer(), nullable=True),
    sa.Column('end_index', sa.Integer(), nullable=True),
    sa.CheckConstraint('household_rank IN (1, 2)', name=op.f('ck_signatures_household_of_two')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_signatures_event_id_events')),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_signatures_petition_id_petitions')),
    sa.ForeignKeyConstraint(['removal_id'], ['signature_removals.id'], name=op.f('fk_signatures_removal_id_signature_removals')),
    sa.ForeignKeyConstraint(['via_id'], ['organisations.id'], name=op.f('fk_signatures_via_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatures')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_signatures_token_hash'))
    )
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signatures_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_signatures_network_key'), ['network_key'], unique=False)
        batch_op.create_index('ix_signatures_pending', ['created_at'], unique=False, sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))
        batch_op.create_index('ix_signatures_petition_status', ['petition_id', 'status', 'id'], unique=False)
        batch_op.create_index('ix_signatures_commitment', ['commitment'], unique=False)
        batch_op.create_index('ix_signatures_reasons', ['petition_id', 'reason_status', 'perspective'], unique=False, sqlite_where=sa.text("reason_status IN ('waiting', 'shown', 'refused')"), postgresql_where=sa.text("reason_status IN ('waiting', 'shown', 'refused')"))
        batch_op.create_index('ix_signatures_uncounted', ['petition_id', 'confirmed_at', 'id'], unique=False, sqlite_where=sa.text("status = 'confirmed' AND leaf_index IS NULL"), postgresql_where=sa.text("status = 'confirmed' AND leaf_index IS NULL"))
        batch_op.create_index('ix_signatures_uncounted_end', ['petition_id', 'leaf_index'], unique=False, sqlite_where=sa.text("status IN ('withdrawn', 'removed') AND leaf_index IS NOT NULL AND end_index IS NULL"), postgresql_where=sa.text("status IN ('withdrawn', 'removed') AND leaf_index IS NOT NULL AND end_index IS NULL"))
        batch_op.create_index('uq_signatures_current_address', ['petition_id', 'email_key', 'household_rank'], unique=True, sqlite_where=sa.text("status IN ('pending', 'confirmed', 'quarantined')"), postgresql_where=sa.text("status IN ('pending', 'confirmed', 'quarantined')"))
        batch_op.create_index('uq_signatures_leaf', ['petition_id', 'leaf_index'], unique=True)

    op.create_table('status_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_target_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.String(length=40), nullable=True),
    sa.Column('after', sa.String(length=40), nullable=False),
    sa.Column('position', sa.String(length=40), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('evidence_link', sa.Text(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('needs_review', sa.Boolean(), nullable=False),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('reviewed_for_id', sa.Integer(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('review_note', sa.Text(), nullable=False),
    sa.Column('is_declined', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ask_target_id'], ['ask_targets.id'], name=op.f('fk_status_entries_ask_target_id_ask_targets')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_status_entries_by_id_users')),
    sa.ForeignKeyConstraint(['document_id'], ['evidence_documents.id'], name=op.f('fk_status_entries_document_id_evidence_documents')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_status_entries_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['users.id'], name=op.f('fk_status_entries_reviewed_by_id_users')),
    sa.ForeignKeyConstraint(['reviewed_for_id'], ['organisations.id'], name=op.f('fk_status_entries_reviewed_for_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_status_entries'))
    )
    with op.batch_alter_table('status_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_status_entries_ask_target_id'), ['ask_target_id'], unique=False)

    op.create_table('signature_consents',
    sa.Column('signature_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_signature_consents_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['signature_id'], ['signatures.id'], name=op.f('fk_signature_consents_signature_id_signatures'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('signature_id', 'organisation_id', name=op.f('pk_signature_consents'))
    )
    op.create_table('signer_mails',
    sa.Column('signature_id', sa.Integer(), nullable=False),
    sa.Column('news_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['news_id'], ['petition_news.id'], name=op.f('fk_signer_mails_news_id_petition_news')),
    sa.ForeignKeyConstraint(['signature_id'], ['signatures.id'], name=op.f('fk_signer_mails_signature_id_signatures'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('signature_id', 'news_id', name=op.f('pk_signer_mails'))
    )
    with op.batch_alter_table('signer_mails', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signer_mails_due_at'), ['due_at'], unique=False)
    # A plain ALTER TABLE: making the table anew, as batches do, would drop the search index's triggers.
    op.execute(
        "ALTER TABLE events ADD COLUMN initiative_id INTEGER"
        " CONSTRAINT fk_events_initiative_id_initiatives REFERENCES initiatives (id)"
    )
    op.create_index('ix_events_initiative_id', 'events', ['initiative_id'], unique=False)
    if op.get_bind().dialect.name == 'postgresql':
        # The search's words are kept as a vector, not made again for each row that is looked at.
        op.execute("DROP INDEX event_words")
        op.execute(
            "ALTER TABLE events ADD COLUMN word_vector tsvector"
            " GENERATED ALWAYS AS (to_tsvector('simple', search_words)) STORED"
        )
        op.execute("CREATE INDEX event_word_vectors ON events USING gin (word_vector)")


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("ALTER TABLE events DROP COLUMN word_vector")
        op.execute("CREATE INDEX event_words ON events USING gin (to_tsvector('simple', search_words))")
    op.drop_index('ix_events_initiative_id', table_name='events')
    if op.get_bind().dialect.name == 'sqlite':
        _take_column_off_events()
    else:
        op.drop_column('events', 'initiative_id')
    with op.batch_alter_table('signer_mails', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signer_mails_due_at'))

    op.drop_table('signer_mails')
    op.drop_table('signature_consents')
    with op.batch_alter_table('status_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_status_entries_ask_target_id'))

    op.drop_table('status_entries')
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.drop_index('uq_signatures_leaf')
        batch_op.drop_index('uq_signatures_current_address', sqlite_where=sa.text("status IN ('pending', 'confirmed', 'quarantined')"), postgresql_where=sa.text("status IN ('pending', 'confirmed', 'quarantined')"))
        batch_op.drop_index('ix_signatures_uncounted_end', sqlite_where=sa.text("status IN ('withdrawn', 'removed') AND leaf_index IS NOT NULL AND end_index IS NULL"), postgresql_where=sa.text("status IN ('withdrawn', 'removed') AND leaf_index IS NOT NULL AND end_index IS NULL"))
        batch_op.drop_index('ix_signatures_uncounted', sqlite_where=sa.text("status = 'confirmed' AND leaf_index IS NULL"), postgresql_where=sa.text("status = 'confirmed' AND leaf_index IS NULL"))
        batch_op.drop_index('ix_signatures_petition_status')
        batch_op.drop_index('ix_signatures_commitment')
        batch_op.drop_index('ix_signatures_reasons', sqlite_where=sa.text("reason_status IN ('waiting', 'shown', 'refused')"), postgresql_where=sa.text("reason_status IN ('waiting', 'shown', 'refused')"))
        batch_op.drop_index('ix_signatures_pending', sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))
        batch_op.drop_index(batch_op.f('ix_signatures_network_key'))
        batch_op.drop_index(batch_op.f('ix_signatures_email_key'))

    op.drop_table('signatures')
    with op.batch_alter_table('paper_rows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_rows_row_key'))
        batch_op.drop_index(batch_op.f('ix_paper_rows_batch_id'))

    op.drop_table('paper_rows')
    with op.batch_alter_table('commitments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitments_ask_target_id'))

    op.drop_table('commitments')
    with op.batch_alter_table('ask_contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ask_contacts_ask_target_id'))

    op.drop_table('ask_contacts')
    with op.batch_alter_table('signature_removals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_removals_petition_id'))

    op.drop_table('signature_removals')
    op.drop_table('petition_versions')
    with op.batch_alter_table('petition_updates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_updates_petition_id'))

    op.drop_table('petition_updates')
    op.drop_table('petition_tree_heads')
    op.drop_table('petition_thresholds')
    with op.batch_alter_table('petition_targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_targets_target_id'))

    op.drop_table('petition_targets')
    with op.batch_alter_table('petition_news', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_news_planned_at'))

    op.drop_table('petition_news')
    with op.batch_alter_table('petition_reviews', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_reviews_petition_id'))

    op.drop_table('petition_reviews')
    op.drop_table('petition_log_tiles')
    op.drop_table('petition_log_ends')
    with op.batch_alter_table('petition_deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_deliveries_petition_id'))

    op.drop_table('petition_deliveries')
    op.drop_table('petition_day_counts')
    with op.batch_alter_table('petition_asks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_petition_asks_ask_id'))

    op.drop_table('petition_asks')
    op.drop_table('petition_area_counts')
    with op.batch_alter_table('paper_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_batches_petition_id'))

    op.drop_table('paper_batches')
    op.drop_table('ask_wordings')
    with op.batch_alter_table('ask_targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ask_targets_target_id'))
        batch_op.drop_index('ix_ask_targets_standing_due')

    op.drop_table('ask_targets')
    with op.batch_alter_table('ask_corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ask_corrections_ask_id'))

    op.drop_table('ask_corrections')
    with op.batch_alter_table('targets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_targets_organisation_id'))

    op.drop_table('targets')
    with op.batch_alter_table('petitions', schema=None) as batch_op:
        batch_op.drop_index('ix_petitions_status_opened')
        batch_op.drop_index(batch_op.f('ix_petitions_opens_at'))
        batch_op.drop_index(batch_op.f('ix_petitions_initiative_id'))
        batch_op.drop_index(batch_op.f('ix_petitions_closes_at'))

    op.drop_table('petitions')
    op.drop_table('initiative_versions')
    with op.batch_alter_table('initiative_updates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_initiative_updates_initiative_id'))

    op.drop_table('initiative_updates')
    with op.batch_alter_table('initiative_milestones', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_initiative_milestones_initiative_id'))

    op.drop_table('initiative_milestones')
    with op.batch_alter_table('initiative_aims', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_initiative_aims_initiative_id'))

    op.drop_table('initiative_aims')
    with op.batch_alter_table('asks', schema=None) as batch_op:
        batch_op.drop_index('ix_asks_status_published')
        batch_op.drop_index(batch_op.f('ix_asks_initiative_id'))

    op.drop_table('asks')
    with op.batch_alter_table('initiatives', schema=None) as batch_op:
        batch_op.drop_index('ix_initiatives_status_published')

    op.drop_table('initiatives')
    op.drop_table('evidence_documents')


def _take_column_off_events() -> None:
    """Make the table anew without the column, and again what hangs on it: SQLite drops no foreign key."""
    triggers = op.get_bind().exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
    )
    statements = [row[0] for row in triggers]
    with op.batch_alter_table('events') as batch_op:
        batch_op.drop_column('initiative_id')
    for statement in statements:
        op.execute(statement)
