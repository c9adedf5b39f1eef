"""Tables of which status may follow which: one way to obey them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

Status = TypeVar("Status", bound=StrEnum)


class ImpossibleMove(ValueError):
    """Tell a programmer that one status does not lead to another."""


def moved(table: Mapping[Status, Collection[Status]], old: Status, new: Status) -> Status:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    if new not in table[old]:
        raise ImpossibleMove(f"{old} does not lead to {new}")
    return new
