"""Waiting lists, spots held by hosts, the door."""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

CURRENT = "status IN ('pending', 'lapsed', 'going', 'waitlisted', 'offered')"
CURRENT_BEFORE = "status IN ('pending', 'lapsed', 'going', 'waitlisted')"
RSVP_COLUMNS = ('waits_since', 'takes_fewer', 'passed_why', 'passed_left', 'called_at', 'allocation_id', 'from_held')


def upgrade() -> None:
    """Go forward."""
    # Plain ALTER TABLE: making a table anew, as batches do, drops triggers and empties dependent tables.
    for name in ('held_in_person', 'held_online'):
        op.execute(
            f"ALTER TABLE events ADD COLUMN {name} INTEGER DEFAULT '0' NOT NULL"
            f" CONSTRAINT ck_events_{name}_not_negative CHECK ({name} >= 0)"
        )
    op.create_table('allocations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(length=40), nullable=False),
    sa.Column('spots', sa.Integer(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.Column('releases_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('used >= 0 AND spots >= 0', name=op.f('ck_allocations_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_allocations_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_allocations_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocations')),
    sa.UniqueConstraint('event_id', 'organisation_id', 'way', name=op.f('uq_allocations_event_id_organisation_id_way')),
    )
    op.create_index(op.f('ix_allocations_releases_at'), 'allocations', ['releases_at'], unique=False)
    op.create_table('waitlists',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('mode', sa.String(length=40), nullable=False),
    sa.Column('offer_hours', sa.Integer(), nullable=False),
    sa.Column('quiet_from', sa.Integer(), nullable=False),
    sa.Column('quiet_to', sa.Integer(), nullable=False),
    sa.Column('stop_minutes', sa.Integer(), nullable=False),
    sa.Column('ending', sa.String(length=40), nullable=False),
    sa.Column('walked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('moved_up', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_waitlists_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_waitlists')),
    )
    stamp = sa.DateTime(timezone=True)
    op.add_column('rsvps', sa.Column('waits_since', stamp, nullable=True))
    op.add_column('rsvps', sa.Column('takes_fewer', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('rsvps', sa.Column('passed_why', sa.String(length=40), nullable=True))
    op.add_column('rsvps', sa.Column('passed_left', sa.Integer(), server_default='0', nullable=False))
    op.add_column('rsvps', sa.Column('called_at', stamp, nullable=True))
    op.add_column('rsvps', sa.Column('from_held', sa.Integer(), server_default='0', nullable=False))
    op.execute(
        "ALTER TABLE rsvps ADD COLUMN allocation_id INTEGER"
        " CONSTRAINT fk_rsvps_allocation_id_allocations REFERENCES allocations (id)"
    )
    op.create_index(op.f('ix_rsvps_allocation_id'), 'rsvps', ['allocation_id'], unique=False)
    op.execute("UPDATE rsvps SET waits_since = created_at WHERE status = 'waitlisted'")
    _index_current(CURRENT)
    op.create_table('waitlist_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('rsvp_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=True),
    sa.Column('skip', sa.String(length=40), nullable=True),
    sa.Column('spots', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_waitlist_lines_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['rsvp_id'], ['rsvps.id'], name=op.f('fk_waitlist_lines_rsvp_id_rsvps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waitlist_lines')),
    )
    op.create_index(op.f('ix_waitlist_lines_event_id'), 'waitlist_lines', ['event_id'], unique=False)
    op.create_index(op.f('ix_waitlist_lines_rsvp_id'), 'waitlist_lines', ['rsvp_id'], unique=False)
    _make_door()


def _make_door() -> None:
    op.create_table('door_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('pin_hash', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_door_links_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['made_by_id'], ['users.id'], name=op.f('fk_door_links_made_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_door_links_token_hash')),
    )
    op.create_index(op.f('ix_door_links_event_id'), 'door_links', ['event_id'], unique=False)
    op.create_table('door_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('rsvp_id', sa.Integer(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('undoes', sa.String(length=36), nullable=True),
    sa.Column('is_undone', sa.Boolean(), nullable=False),
    sa.Column('has_spots', sa.Boolean(), nullable=False),
    sa.Column('conflict', sa.String(length=40), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('clock_off_seconds', sa.Integer(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('people >= 0', name=op.f('ck_door_entries_people_not_negative')),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_door_entries_by_id_users')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_door_entries_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['door_links.id'], name=op.f('fk_door_entries_link_id_door_links'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rsvp_id'], ['rsvps.id'], name=op.f('fk_door_entries_rsvp_id_rsvps'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_entries')),
    sa.UniqueConstraint('event_id', 'client_id', name=op.f('uq_door_entries_event_id_client_id')),
    )
    op.create_index('ix_door_entries_event_rsvp', 'door_entries', ['event_id', 'rsvp_id'], unique=False)
    op.create_index(op.f('ix_door_entries_rsvp_id'), 'door_entries', ['rsvp_id'], unique=False)


def downgrade() -> None:
    """Go back: an offer becomes a reply that is not confirmed yet, which keeps its places."""
    for name in ('door_entries', 'door_links', 'waitlist_lines', 'waitlists'):
        op.drop_table(name)
    op.execute("UPDATE rsvps SET status = 'pending' WHERE status = 'offered'")
    op.execute("UPDATE rsvps SET allocation_id = NULL")
    op.drop_index(op.f('ix_rsvps_allocation_id'), table_name='rsvps')
    _index_current(CURRENT_BEFORE)
    if op.get_bind().dialect.name == 'sqlite':
        _take_columns_off_rsvps()
    else:
        for name in RSVP_COLUMNS:
            op.drop_column('rsvps', name)
    op.drop_table('allocations')
    for name in ('held_in_person', 'held_online'):
        op.execute(f"ALTER TABLE events DROP COLUMN {name}")


def _index_current(condition: str) -> None:
    op.drop_index('uq_rsvps_current_address', table_name='rsvps')
    where = sa.text(condition)
    op.create_index(
        'uq_rsvps_current_address', 'rsvps', ['event_id', 'email_key'], unique=True,
        sqlite_where=where, postgresql_where=where,
    )


def _take_columns_off_rsvps() -> None:
    """Make the table anew, as SQLite drops no foreign key; what hangs on its rows is put back after."""
    op.execute("CREATE TEMPORARY TABLE kept_consents AS SELECT * FROM rsvp_consents")
    with op.batch_alter_table('rsvps') as batch_op:
        for name in RSVP_COLUMNS:
            batch_op.drop_column(name)
    op.execute("DELETE FROM rsvp_consents")
    op.execute("INSERT INTO rsvp_consents SELECT * FROM kept_consents")
    op.execute("DROP TABLE kept_consents")
