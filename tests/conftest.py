"""What every test stands on: a real application on a real database, wiped between tests.

Set TEST_DATABASE_URL to run the database-facing tests on PostgreSQL; each worker makes its own
database there. Without it each worker has its own SQLite file.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis
from jinja2 import FileSystemLoader
from sqlalchemy.engine import make_url

from app.accounts.models import User
from app.config import Settings
from app.core.database import Base, db, session
from app.factory import create_app
from app.organisations.models import Organisation
from tests.accounts.factories import UserFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.page import check_page
from tests.rendered import RenderedTemplates, noting
from tests.signing_in import sign_in

# A busy machine takes its time: what an example costs says nothing about whether it holds.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def unavailable(reason: str) -> None:
    """Skip with a reason, or fail when everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """Give the address of a new, empty database of the kind under test; remove it afterwards."""
    base = os.environ.get("TEST_DATABASE_URL")
    if not base:
        yield f"sqlite:///{folder / f'{uuid.uuid4().hex[:12]}.sqlite'}"
        return
    name = f"twain_test_{uuid.uuid4().hex[:12]}"
    url = make_url(base).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        # what a test wrote need not outlive a crash of the machine
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give this worker's own empty database."""
    with fresh_database(tmp_path_factory.mktemp("database")) as url:
        yield url


def pytest_configure(config: pytest.Config) -> None:
    """Judge at the end of a whole run whether every template was rendered."""
    config.pluginmanager.register(RenderedTemplates())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, those in a browser; on PostgreSQL run only what touches the database."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    kept = [item for item in items if _touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_the_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    is_left_out = any(item.get_closest_marker(name) for name in ("browser", "one_database"))
    return bool(names & {"app", "database_url", "fresh_settings"}) and not is_left_out


@pytest.fixture(scope="session")
def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of this run that all its workers have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def static_build(common_folder: Path) -> Path:
    """Give one folder for the compressed static files of all workers: making them takes seconds."""
    build = common_folder / "static"
    build.mkdir(exist_ok=True)
    return build


@pytest.fixture
def fresh_settings(test_settings: Settings, tmp_path: Path, static_build: Path) -> Iterator[Settings]:
    """Give settings with a database of its own, for tests that drop tables or start processes."""
    (tmp_path / "static").symlink_to(static_build)
    with fresh_database(tmp_path) as url:
        environ = {"TWAIN_MODE": "test", "DATABASE_URL": url, "TWAIN_INSTANCE": str(tmp_path)}
        database_url = Settings.from_environment(environ).database_url
        yield test_settings.with_changes(database_url=database_url, instance=tmp_path)


@pytest.fixture(scope="session")
def test_settings(
    database_url: str, tmp_path_factory: pytest.TempPathFactory, static_build: Path
) -> Settings:
    """Give the settings that tests run with."""
    instance: Path = tmp_path_factory.mktemp("instance")
    (instance / "static").symlink_to(static_build)
    environ = {
        "TWAIN_MODE": "test",
        "TWAIN_INSTANCE": str(instance),
        "DATABASE_URL": database_url,
        "MAIL_URL": "memory://",
        "PUBLIC_URL": "http://localhost",
        "RATE_LIMITS": "no",
        "FRONT_CACHE": "no",
    }
    return Settings.from_environment(environ)


@pytest.fixture(scope="session")
def application(test_settings: Settings) -> Iterator[Flask]:
    """Make the application and its tables once per worker."""
    app = create_app(test_settings)
    app.test_client_class = PageCheckingClient
    app.jinja_loader = noting(app.jinja_loader, FileSystemLoader(Path(__file__).parent / "templates"))
    with app.app_context():
        db.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        session.remove()
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """Give the application inside its context, on an empty database."""
    with application.app_context():
        yield application
        session.remove()
        _wipe()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser-like client that checks every page it gets."""
    return app.test_client()


class PageCheckingClient(FlaskClient):
    """A client that checks every HTML page (`tests.page`) and lets the test see fresh rows."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request in a context of its own, as a server does, then check what came back."""
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        session.rollback()
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if is_page and "Location" not in response.headers and response.data:
            check_page(response)
        return response


def _wipe() -> None:
    """Empty every table, dependants first."""
    tables = reversed(Base.metadata.sorted_tables)
    statements = ";".join(f'DELETE FROM "{table.name}"' for table in tables)  # noqa: S608  # our own table names
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(statements)
            connection.commit()
        else:
            connection.connection.executescript(f"BEGIN IMMEDIATE; {statements}; COMMIT")


@pytest.fixture
def own(app: Flask) -> Organisation:
    """Give an organisation, for which `amina` organises."""
    return OrganisationFactory(name="Fernhill Men")


@pytest.fixture
def amina(client: FlaskClient, own: Organisation) -> User:
    """Give an organiser of `own`, who is signed in."""
    user = UserFactory(name="Amina")
    MembershipFactory(organisation=own, user=user)
    sign_in(client, user)
    return user


@pytest.fixture
def settings_changed(app: Flask) -> Iterator[Callable[..., None]]:
    """Give a function that changes our settings for one test."""
    kept = app.extensions["twain_settings"]

    def change(**changes: Any) -> None:
        app.extensions["twain_settings"] = app.extensions["twain_settings"].with_changes(**changes)

    yield change
    app.extensions["twain_settings"] = kept
