"""Random tokens for links; only their hash is stored."""

import hashlib
import secrets

TOKEN_BYTES = 24


def new_token() -> str:
    """Make an unguessable, address-safe token of 32 signs."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Give what is stored of a token: SHA-256 as hex; enough, since tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()
