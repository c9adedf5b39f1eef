"""What hosts write about a petition: as a dataclass, as plain JSON, and which of it needs sign-off."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from app.cohosting.rules import Content, as_json
from app.petitions.models import AreaQuestion, Petition
from app.petitions.rules.reaching import STEPS

MOST_TITLE = 80
MOST_DEMAND = 300
MOST_BACKGROUND = 4_000
LEAST_GOAL, MOST_GOAL = 10, 1_000_000
MOST_ASKS = 8
MOST_TARGETS = 30
ASKS, TARGETS = "asks", "targets"


@dataclass(frozen=True)
class PetitionDetails:
    """Everything that hosts agree on about a petition."""

    title: str
    demand: str = ""
    background: str = ""
    language: str = "en"
    area_question: AreaQuestion = AreaQuestion.NONE
    is_area_required: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    zone: str = "UTC"
    first_goal: int = 100
    #: From how many signatures on those who can act are told, and asked for a meeting.
    tell_from: int | None = None
    meet_from: int | None = None
    #: The addresses of the asks it carries and of the targets it is addressed to.
    asks: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


FIELDS = tuple(each.name for each in fields(PetitionDetails))
_LISTS = (ASKS, TARGETS)
_COLUMNS = tuple(name for name in FIELDS if name not in {*_LISTS, *STEPS})
_INSTANTS = ("opens_at", "closes_at")

#: The one list of key facts: once people can sign, they change only when every host signs off.
KEY_FIELDS = frozenset({"title", "demand", "background", "closes_at", "zone", ASKS, TARGETS})
#: What people have put their names to stays as it was, from the first day.
FIXED_FIELDS = frozenset({"demand", "area_question", "is_area_required", "opens_at"})


def content_of(
    petition: Petition, asks: Sequence[str], targets: Sequence[str], steps: Mapping[str, int]
) -> Content:
    """Give a petition's settled content as plain JSON; `steps` are numbers by field (`rules.reaching`)."""
    values = {name: getattr(petition, name) for name in _COLUMNS}
    found = {name: steps.get(name) for name in STEPS}
    return _as_json({**values, **found, ASKS: tuple(asks), TARGETS: tuple(targets)})


def content_from(details: PetitionDetails) -> Content:
    """Give what was written as plain JSON."""
    return _as_json(asdict(details))


def details_from(content: Mapping[str, Any]) -> PetitionDetails:
    """Give plain JSON as what was written; fields that it does not know are left at their default."""
    values = {name: content[name] for name in FIELDS if name in content}
    for name in _INSTANTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    if "area_question" in values:
        values["area_question"] = AreaQuestion(values["area_question"])
    for name in _LISTS:
        values[name] = tuple(values.get(name, ()))
    return PetitionDetails(**values)


def apply_details(petition: Petition, details: PetitionDetails) -> None:
    """Write everything but asks and targets into the petition's columns."""
    for name in _COLUMNS:
        setattr(petition, name, getattr(details, name))


def _as_json(values: Mapping[str, Any]) -> Content:
    return {name: as_json(values[name]) for name in FIELDS}
