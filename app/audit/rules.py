"""How things are named in the trail."""

from typing import Any, Protocol


class Subject(Protocol):
    """Anything with a table and an id."""

    __tablename__: str
    id: Any


def subject_name(subject: Subject) -> str:
    """Give the name under which a thing stands in the trail: `events:12`."""
    return f"{subject.__tablename__}:{subject.id}"
