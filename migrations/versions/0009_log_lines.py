"""The public log in a table of its lines, a list of what waits to be counted; who came by which link."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

UNCOUNTED = sa.text("status = 'confirmed' AND leaf_index IS NULL")
UNCOUNTED_END = sa.text("status IN ('withdrawn', 'removed') AND leaf_index IS NOT NULL AND end_index IS NULL")


def upgrade() -> None:
    op.create_table(
        'petition_log_lines',
        sa.Column('petition_id', sa.Integer(), nullable=False),
        sa.Column('leaf_index', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('commitment', sa.LargeBinary(length=32), nullable=True),
        sa.Column('of_index', sa.Integer(), nullable=True),
        sa.Column('signature_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['petition_id'], ['petitions.id'], name=op.f('fk_petition_log_lines_petition_id_petitions')
        ),
        sa.PrimaryKeyConstraint('petition_id', 'leaf_index', name=op.f('pk_petition_log_lines')),
    )
    op.create_table(
        'petition_uncounted',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('petition_id', sa.Integer(), nullable=False),
        sa.Column('signature_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['petition_id'], ['petitions.id'], name=op.f('fk_petition_uncounted_petition_id_petitions')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_uncounted')),
    )
    op.execute("""
        INSERT INTO petition_log_lines (petition_id, leaf_index, kind, commitment, signature_id)
        SELECT petition_id, leaf_index, 'signed', commitment, id FROM signatures
        WHERE leaf_index IS NOT NULL
    """)
    op.execute("""
        INSERT INTO petition_log_lines (petition_id, leaf_index, kind, commitment)
        SELECT b.petition_id, r.leaf_index, 'paper', r.commitment
        FROM paper_rows r JOIN paper_batches b ON b.id = r.batch_id WHERE r.leaf_index IS NOT NULL
    """)
    op.execute("""
        INSERT INTO petition_log_lines (petition_id, leaf_index, kind, of_index, signature_id)
        SELECT e.petition_id, e.leaf_index, e.kind, e.of_index, s.id
        FROM petition_log_ends e
        JOIN signatures s ON s.petition_id = e.petition_id AND s.leaf_index = e.of_index
    """)
    op.execute(f"""
        INSERT INTO petition_uncounted (petition_id, signature_id)
        SELECT petition_id, id FROM signatures WHERE {UNCOUNTED} OR {UNCOUNTED_END}
        ORDER BY confirmed_at, id
    """)
    for name, condition in (('signed', 'of_index IS NULL'), ('ended', 'of_index IS NOT NULL')):
        op.create_index(
            f'uq_petition_log_lines_{name}',
            'petition_log_lines',
            ['signature_id'],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_index('ix_petition_uncounted_petition', 'petition_uncounted', ['petition_id', 'id'])
    for name in ('uq_signatures_leaf', 'ix_signatures_uncounted', 'ix_signatures_uncounted_end'):
        op.drop_index(name, 'signatures')
    for name in ('leaf_index', 'end_index'):
        op.drop_column('signatures', name)
    op.drop_table('petition_log_ends')
    for column in ('via_id', 'event_id'):
        is_set = sa.text(f'{column} IS NOT NULL')
        op.create_index(
            f'ix_signatures_{column}',
            'signatures',
            ['petition_id', 'status', column],
            sqlite_where=is_set,
            postgresql_where=is_set,
        )


def downgrade() -> None:
    for column in ('via_id', 'event_id'):
        op.drop_index(f'ix_signatures_{column}', 'signatures')
    op.create_table(
        'petition_log_ends',
        sa.Column('petition_id', sa.Integer(), nullable=False),
        sa.Column('leaf_index', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('of_index', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['petition_id'], ['petitions.id'], name=op.f('fk_petition_log_ends_petition_id_petitions')
        ),
        sa.PrimaryKeyConstraint('petition_id', 'leaf_index', name=op.f('pk_petition_log_ends')),
    )
    op.execute("""
        INSERT INTO petition_log_ends (petition_id, leaf_index, kind, of_index, at)
        SELECT l.petition_id, l.leaf_index, l.kind, l.of_index, s.ended_at
        FROM petition_log_lines l JOIN signatures s ON s.id = l.signature_id WHERE l.of_index IS NOT NULL
    """)
    for name, kind in (('leaf_index', 'NULL'), ('end_index', 'NOT NULL')):
        op.add_column('signatures', sa.Column(name, sa.Integer(), nullable=True))
        op.execute(f"""
            UPDATE signatures SET {name} = l.leaf_index
            FROM petition_log_lines l WHERE l.signature_id = signatures.id AND l.of_index IS {kind}
        """)
    op.create_index('uq_signatures_leaf', 'signatures', ['petition_id', 'leaf_index'], unique=True)
    op.create_index(
        'ix_signatures_uncounted',
        'signatures',
        ['petition_id', 'confirmed_at', 'id'],
        sqlite_where=UNCOUNTED,
        postgresql_where=UNCOUNTED,
    )
    op.create_index(
        'ix_signatures_uncounted_end',
        'signatures',
        ['petition_id', 'leaf_index'],
        sqlite_where=UNCOUNTED_END,
        postgresql_where=UNCOUNTED_END,
    )
    op.drop_table('petition_uncounted')
    op.drop_table('petition_log_lines')
