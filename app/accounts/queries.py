"""Read users."""

from sqlalchemy import select

from app.accounts.models import User
from app.core.database import session
from app.core.text import canonical_email


def user_by_email(email: str) -> User | None:
    """Give the user with an address, however it is written."""
    return session.scalar(select(User).where(User.email == canonical_email(email)))
