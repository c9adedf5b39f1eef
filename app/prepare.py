"""Bring the database up to date, and fill an empty one with the demo world: `python -m app.prepare`."""

from flask import Flask

from app.demo.loading import is_empty, load_demo
from app.factory import create_app
from app.migrations import migrate_quietly


def prepare(app: Flask) -> None:
    """Migrate, and fill an empty development database."""
    migrate_quietly(app)
    with app.app_context():
        if is_empty():
            load_demo()


if __name__ == "__main__":
    prepare(create_app())
