"""Reminders, thanks, feedback, run sheets, the board for finding co-hosts, and how mail is wanted."""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('board_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('idea', sa.Text(), nullable=False),
    sa.Column('brings', sa.Text(), nullable=False),
    sa.Column('we_are', sa.String(length=40), nullable=False),
    sa.Column('seeks', sa.JSON(), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('can_be_online', sa.Boolean(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.Column('open_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_board_posts_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_board_posts_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_posts'))
    )
    with op.batch_alter_table('board_posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_board_posts_open_until'), ['open_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_board_posts_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('board_answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['users.id'], name=op.f('fk_board_answers_by_id_users')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_board_answers_event_id_events'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_board_answers_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['post_id'], ['board_posts.id'], name=op.f('fk_board_answers_post_id_board_posts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_answers')),
    sa.UniqueConstraint('post_id', 'organisation_id', name=op.f('uq_board_answers_post_id_organisation_id'))
    )
    with op.batch_alter_table('board_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_board_answers_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('feedback_answers',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('mood', sa.String(length=40), nullable=True),
    sa.Column('welcome', sa.String(length=40), nullable=True),
    sa.Column('words', sa.Text(), nullable=True),
    sa.Column('is_shown', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_feedback_answers_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_answers'))
    )
    with op.batch_alter_table('feedback_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_answers_event_id'), ['event_id'], unique=False)

    op.create_table('feedback_tickets',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_feedback_tickets_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_feedback_tickets'))
    )
    with op.batch_alter_table('feedback_tickets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_tickets_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_tickets_valid_until'), ['valid_until'], unique=False)

    op.create_table('letter_plans',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('thanks', sa.Boolean(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_letter_plans_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_letter_plans'))
    )
    op.create_table('tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=80), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_tasks_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_tasks_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_tasks_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('uid', name=op.f('uq_tasks_uid'))
    )
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tasks_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tasks_user_id'), ['user_id'], unique=False)

    op.create_table('reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rsvp_id', sa.Integer(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.Date(), nullable=False),
    sa.Column('is_sent', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rsvp_id'], ['rsvps.id'], name=op.f('fk_reminders_rsvp_id_rsvps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminders')),
    sa.UniqueConstraint('rsvp_id', 'hours', 'occasion', name=op.f('uq_reminders_rsvp_id_hours_occasion'))
    )
    op.create_table('thanks',
    sa.Column('rsvp_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rsvp_id'], ['rsvps.id'], name=op.f('fk_thanks_rsvp_id_rsvps'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('rsvp_id', name=op.f('pk_thanks'))
    )
    with op.batch_alter_table('rsvps', recreate='never') as batch_op:
        batch_op.add_column(sa.Column('wants_reminders', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('wants_invitations', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('is_discreet', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('calendar_shift', sa.Integer(), server_default='0', nullable=False))



def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('rsvps', recreate='never') as batch_op:
        batch_op.drop_column('calendar_shift')
        batch_op.drop_column('is_discreet')
        batch_op.drop_column('wants_invitations')
        batch_op.drop_column('wants_reminders')

    op.drop_table('thanks')
    op.drop_table('reminders')
    with op.batch_alter_table('tasks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tasks_user_id'))
        batch_op.drop_index(batch_op.f('ix_tasks_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_tasks_event_id'))

    op.drop_table('tasks')
    op.drop_table('letter_plans')
    with op.batch_alter_table('feedback_tickets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_tickets_valid_until'))
        batch_op.drop_index(batch_op.f('ix_feedback_tickets_event_id'))

    op.drop_table('feedback_tickets')
    with op.batch_alter_table('feedback_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_answers_event_id'))

    op.drop_table('feedback_answers')
    with op.batch_alter_table('board_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_board_answers_organisation_id'))

    op.drop_table('board_answers')
    with op.batch_alter_table('board_posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_board_posts_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_board_posts_open_until'))

    op.drop_table('board_posts')
