"""What hosts write about an ask: as a dataclass, as plain JSON, and which of it needs sign-off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from app.asks.models import Ask, PolicyArea
from app.cohosting.rules import Content, as_json

MOST_TITLE = 120
MOST_TEXT = 2000
MOST_WHY = 4000
MOST_LINE = 300
LEAST_WEIGHT, MOST_WEIGHT = 1, 5
MOST_TARGETS = 30
TARGETS = "targets"


@dataclass(frozen=True)
class AskDetails:
    """Everything that hosts agree on about an ask."""

    title: str
    text: str = ""
    why: str = ""
    done_when: str = ""
    area: PolicyArea = PolicyArea.OTHER
    weight: int = 3
    #: Lens → a sentence; empty ones are left out.
    intersections: dict[str, str] = field(default_factory=dict)
    hidden_from: date | None = None
    hidden_until: date | None = None
    language: str = "en"
    #: The addresses of the targets that it is put to.
    targets: tuple[str, ...] = ()


FIELDS = tuple(each.name for each in fields(AskDetails))
_COLUMNS = tuple(name for name in FIELDS if name != TARGETS)
_DAYS = ("hidden_from", "hidden_until")

#: The one list of key facts: once an ask is public, they change only when every host signs off.
KEY_FIELDS = frozenset({"text", "done_when", TARGETS})


def content_of(ask: Ask, targets: tuple[str, ...]) -> Content:
    """Give an ask's settled content as plain JSON."""
    return _as_json({**{name: getattr(ask, name) for name in _COLUMNS}, TARGETS: targets})


def content_from(details: AskDetails) -> Content:
    """Give what was written as plain JSON."""
    return _as_json(asdict(details))


def details_from(content: Mapping[str, Any]) -> AskDetails:
    """Give plain JSON as what was written; fields that it does not know are left at their default."""
    values = {name: content[name] for name in FIELDS if name in content}
    for name in _DAYS:
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    if "area" in values:
        values["area"] = PolicyArea(values["area"])
    values[TARGETS] = tuple(values.get(TARGETS, ()))
    return AskDetails(**values)


def apply_details(ask: Ask, details: AskDetails) -> None:
    """Write everything but the targets into the ask's columns."""
    for name in _COLUMNS:
        setattr(ask, name, getattr(details, name))


def _as_json(values: Mapping[str, Any]) -> Content:
    return {name: as_json(values[name]) for name in FIELDS}
