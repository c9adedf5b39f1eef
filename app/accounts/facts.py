"""What happens to users, and what accounts asks of the rooms above."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import User
from app.core.questions import Question


@dataclass(frozen=True)
class AddressConfirmed:
    """Someone has proved that the address they now have is theirs."""

    user: User


@dataclass(frozen=True)
class UserErased:
    """Someone is being erased: whoever keeps something of theirs ends or anonymises it now.

    Told before the user's own row loses its name and address.
    """

    user: User


@dataclass(frozen=True)
class DataPart:
    """One part of everything that is kept about a person.

    `name` becomes the file `<name>.json`; `content` is plain JSON: texts, numbers, lists, mappings.
    """

    name: str
    title: str
    content: list[Any] | dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonalData(Question[DataPart]):
    """Ask what is kept about this person."""

    user: User


@dataclass(frozen=True)
class ErasureObstacles(Question[list[str]]):
    """Ask what this person must settle before they can be erased: sentences for them to read."""

    user: User


@dataclass(frozen=True)
class SecondFactorDuty(Question[bool]):
    """Ask whether this person holds something that asks for a second factor."""

    user: User
