"""Whoever signed is known again by their address, also when sessions get another key."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Settings
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.models import Petition
from app.petitions.services import SigningDetails
from tests.petitions.factories import make_petition

ASH = SigningDetails(name="Ash Green", email="Ash+twain@Example.org")
OTHER = "another key, as long as it has to be"


@contextmanager
def set_to(app: Flask, settings: Settings) -> Iterator[None]:
    before = app.extensions["twain_settings"]
    app.extensions["twain_settings"] = settings
    try:
        yield
    finally:
        app.extensions["twain_settings"] = before


def is_new(petition: Petition) -> bool:
    with transaction():
        return services.sign(petition, ASH) is not None


def test_nobody_signs_twice_after_sessions_got_another_key(app: Flask, test_settings: Settings) -> None:
    petition = make_petition()
    assert is_new(petition)
    with set_to(app, test_settings.with_changes(secret_key=OTHER)):
        assert not is_new(petition)


@pytest.mark.parametrize("changes", [{"lookup_key": OTHER}, {"encryption_keys": (("other", b"o" * 32),)}])
def test_a_copy_with_other_keys_than_its_database_is_not_ready(
    app: Flask, client: FlaskClient, test_settings: Settings, changes: dict[str, object]
) -> None:
    def keys() -> str:
        return client.get("/readyz").get_json()["checks"]["keys"]

    assert keys() == "ok"
    assert is_new(make_petition())
    assert keys() == "ok"
    with set_to(app, test_settings.with_changes(**changes)):
        assert keys() == "failing"
