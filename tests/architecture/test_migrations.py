"""Migrations make exactly the models' tables, and go up, down and up again."""

from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app.config import Settings
from app.core.database import db, session
from app.factory import create_app
from app.migrations import differences, init_migrations


def test_migrations_equal_models_and_go_up_down_up(fresh_settings: Settings) -> None:
    app = create_app(fresh_settings)
    init_migrations(app)
    with app.app_context():
        upgrade()
        assert differences(db.engine) == []
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert not {name for name in left if not name.startswith("huey_")}
        upgrade()
        assert differences(db.engine) == []
        with db.engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision()
        session.remove()
        db.engine.dispose()
