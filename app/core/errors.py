"""What can go wrong, as one tree; each is turned into a response once (`core.http`)."""

from http import HTTPStatus
from typing import TypeVar

Thing = TypeVar("Thing")


class TwainError(Exception):
    """Carry a sentence for the person and the status it answers with."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(TwainError):
    """Say that there is nothing here, or nothing that this person may know of."""

    status = HTTPStatus.NOT_FOUND


class Forbidden(TwainError):
    """Refuse someone who lacks the right."""

    status = HTTPStatus.FORBIDDEN


class Refused(TwainError):
    """Refuse what the rules do not allow now."""

    status = HTTPStatus.CONFLICT


class Conflict(Refused):
    """Tell that someone else changed the thing meanwhile."""


class Invalid(TwainError):
    """Say which field holds something that cannot be taken."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


def existing(found: Thing | None) -> Thing:
    """Give what was looked for; raise NotFound when there is none."""
    if found is None:
        raise NotFound
    return found
