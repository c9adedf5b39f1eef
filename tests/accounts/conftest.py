"""What the tests of accounts share."""

import pytest

from app.accounts.facts import AddressConfirmed, UserErased
from app.core import facts


@pytest.fixture
def security_setting(app):
    """Give a function that changes a setting of the sign-in library for one test."""
    kept = {}

    def change(name, value):
        key = f"SECURITY_{name}"
        kept.setdefault(key, app.config[key])
        app.config[key] = value

    yield change
    app.config.update(kept)


@pytest.fixture
def settings_changed(app):
    """Give a function that changes our settings for one test."""
    kept = app.extensions["twain_settings"]

    def change(**changes):
        app.extensions["twain_settings"] = app.extensions["twain_settings"].with_changes(**changes)

    yield change
    app.extensions["twain_settings"] = kept


@pytest.fixture
def told(app):
    """Collect the facts that accounts tells, beside whoever else reacts."""
    heard = []
    kept = app.extensions[facts.EXTENSION]
    app.extensions[facts.EXTENSION] = {
        **kept,
        **{kind: (*kept.get(kind, ()), heard.append) for kind in (AddressConfirmed, UserErased)},
    }
    yield heard
    app.extensions[facts.EXTENSION] = kept
