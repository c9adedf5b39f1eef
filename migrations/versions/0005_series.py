"""Series: gatherings that repeat."""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohosting_id', sa.Integer(), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=True),
    sa.Column('slug', sa.String(length=90), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('filled_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('revised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['cohosting_id'], ['cohostings.id'], name=op.f('fk_series_cohosting_id_cohostings')),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_series_initiative_id_initiatives')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('cohosting_id', name=op.f('uq_series_cohosting_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_series_slug')),
    sa.UniqueConstraint('uid', name=op.f('uq_series_uid'))
    )
    op.create_index(op.f('ix_series_initiative_id'), 'series', ['initiative_id'], unique=False)
    # Columns are added one by one: to make the table anew would lose the triggers of its word index.
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('ALTER TABLE events ADD COLUMN series_id INTEGER CONSTRAINT fk_events_series_id_series REFERENCES series (id)')
    else:
        op.add_column('events', sa.Column('series_id', sa.Integer(), nullable=True))
        op.create_foreign_key(op.f('fk_events_series_id_series'), 'events', 'series', ['series_id'], ['id'])
    op.add_column('events', sa.Column('series_on', sa.Date(), nullable=True))
    op.add_column('events', sa.Column('is_changed_alone', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('uq_events_series_on', 'events', ['series_id', 'series_on'], unique=True)
    op.add_column('rsvps', sa.Column('together', sa.String(length=32), nullable=True))
    op.create_index(op.f('ix_rsvps_together'), 'rsvps', ['together'], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f('ix_rsvps_together'), table_name='rsvps')
    op.drop_column('rsvps', 'together')
    op.drop_index('uq_events_series_on', table_name='events')
    op.drop_column('events', 'is_changed_alone')
    op.drop_column('events', 'series_on')
    op.drop_column('events', 'series_id')
    op.drop_table('series')
