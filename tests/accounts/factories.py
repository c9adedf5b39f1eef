"""Users for tests: confirmed, active, with a known password."""

import uuid
from functools import cache

import factory
from argon2 import PasswordHasher
from factory.alchemy import SQLAlchemyModelFactory

from app.accounts.models import User
from app.core import clock
from app.core.database import session

PASSWORD = "a calm blue kettle sings"


@cache
def hashed_password() -> str:
    """Hash the known password once, cheaply: argon2id with the least work."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class UserFactory(SQLAlchemyModelFactory):
    """Make a user who has confirmed their address; `password=None` for one without a password."""

    class Meta:
        model = User
        sqlalchemy_session = session
        sqlalchemy_session_persistence = "commit"

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@people.test")
    password = factory.LazyFunction(hashed_password)
    active = True
    fs_uniquifier = factory.LazyFunction(lambda: uuid.uuid4().hex)
    confirmed_at = factory.LazyFunction(clock.now)
    created_at = factory.LazyFunction(clock.now)
