"""Encryption at rest and keyed look-up of sensitive text.

A stored value is `<key id>:<Fernet token>`; the first key encrypts, any known key decrypts, so
keys can be rotated (`flask keys rotate`).
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken

from app.core.settings import settings


class UnknownKey(RuntimeError):
    """Tell that a stored value was encrypted with a key that is not set."""


def encrypt(text: str) -> str:
    """Encrypt with the newest key."""
    key_id, key = settings().encryption_keys[0]
    return f"{key_id}:{_fernet(key).encrypt(text.encode()).decode()}"


def decrypt(stored: str) -> str:
    """Decrypt with the key that the value names; raise UnknownKey when it is not set or wrong."""
    key_id, _, token = stored.partition(":")
    key = dict(settings().encryption_keys).get(key_id)
    if key is None:
        raise UnknownKey(key_id)
    try:
        return _fernet(key).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise UnknownKey(key_id) from error


def needs_rotation(stored: str) -> bool:
    """Tell whether a stored value was encrypted with an older key."""
    return stored.partition(":")[0] != settings().encryption_keys[0][0]


def lookup_hash(text: str) -> str:
    """Give a keyed hash by which an encrypted value can be found (HMAC-SHA-256, hex)."""
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=16)
def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
