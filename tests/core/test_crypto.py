"""Sensitive text is unreadable in the database, and keys can be rotated."""

import pytest
from flask import Flask

from app.config import Settings
from app.core import crypto
from app.core.tokens import new_token, token_hash


def test_text_comes_back_and_is_unreadable_at_rest(app: Flask) -> None:
    stored = crypto.encrypt("step-free, please")
    assert "step" not in stored
    assert crypto.decrypt(stored) == "step-free, please"


def test_an_old_key_still_reads_and_asks_to_be_rotated(app: Flask, test_settings: Settings) -> None:
    stored = crypto.encrypt("old")
    old = test_settings.encryption_keys
    app.extensions["twain_settings"] = test_settings.with_changes(encryption_keys=(("new", b"n" * 32), *old))
    try:
        assert crypto.decrypt(stored) == "old"
        assert crypto.needs_rotation(stored)
        assert not crypto.needs_rotation(crypto.encrypt("x"))
        app.extensions["twain_settings"] = test_settings.with_changes(encryption_keys=(("new", b"n" * 32),))
        with pytest.raises(crypto.UnknownKey):
            crypto.decrypt(stored)
    finally:
        app.extensions["twain_settings"] = test_settings


@pytest.mark.parametrize("stored", ["", "first", "first:x", "none:abc"])
def test_a_damaged_value_is_an_error_and_never_text(app: Flask, stored: str) -> None:
    with pytest.raises(crypto.UnknownKey):
        crypto.decrypt(stored)


def test_look_up_hashes_are_keyed(app: Flask) -> None:
    assert crypto.lookup_hash("a@example.org") != token_hash("a@example.org")


def test_tokens_are_long_and_safe_in_addresses() -> None:
    for token in (new_token() for _ in range(50)):
        assert len(token) >= 32
        assert token.replace("-", "").replace("_", "").isalnum()
