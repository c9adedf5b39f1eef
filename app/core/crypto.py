"""Encryption at rest and keyed look-up of sensitive text.

A stored value is `<key id>:<Fernet token>`; the first key encrypts, any known key decrypts, so
keys can be rotated (`flask keys rotate`).
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

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
    """Give a keyed hash by which an encrypted value can be found (HMAC-SHA-256, hex).

    Hashes are kept where the value is not, so LOOKUP_KEY stays as it is.
    """
    return hmac.new(settings().lookup_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def sign_publicly(message: bytes) -> tuple[bytes, bytes]:
    """Sign something for everyone (Ed25519); give the public key and the signature.

    The key is derived from SECRET_KEY, so keep the public key with each signature that is to last.
    """
    key = _public_signer(settings().secret_key)
    return key.public_key().public_bytes_raw(), key.sign(message)


@lru_cache(maxsize=4)
def _public_signer(secret: str) -> Ed25519PrivateKey:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"twain public signatures")
    return Ed25519PrivateKey.from_private_bytes(derive.derive(secret.encode()))


@lru_cache(maxsize=16)
def _fernet(key: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key))
