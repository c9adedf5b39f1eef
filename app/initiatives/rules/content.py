"""What hosts write about an initiative: as a dataclass, as plain JSON, and which of it needs sign-off."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.cohosting.rules import Content, as_json
from app.initiatives.models import Aim, Initiative, Setting

MOST_TITLE = 80
MOST_SUMMARY = 300
MOST_PURPOSE = 4_000
MOST_OUTCOME = 4_000
MOST_LINE = 160
MOST_NUMBER = 10_000_000
MOST_AIMS = 8
MOST_MILESTONES = 60
AIMS, THEMES = "aims", "themes"


@dataclass(frozen=True)
class AimDetails:
    """Something to reach, as hosts write it; `id` is that of the aim which it changes, None for a new one."""

    text: str
    number: int
    unit: str = ""
    due_on: date | None = None
    id: int | None = None


@dataclass(frozen=True)
class InitiativeDetails:
    """Everything that hosts agree on about an initiative."""

    title: str
    summary: str = ""
    purpose: str = ""
    setting: Setting = Setting.COMMUNITY
    themes: tuple[str, ...] = ()
    language: str = "en"
    starts_on: date | None = None
    ends_on: date | None = None
    aims: tuple[AimDetails, ...] = ()


@dataclass(frozen=True)
class MilestoneDetails:
    """A dated step, as hosts write it."""

    title: str
    due_on: date
    note: str = ""
    reached_on: date | None = None


FIELDS = tuple(each.name for each in fields(InitiativeDetails))
_COLUMNS = tuple(name for name in FIELDS if name not in {AIMS, THEMES})
_DAYS = ("starts_on", "ends_on")

#: The one list of key facts: once an initiative is public, they change only when every host signs off.
KEY_FIELDS = frozenset({"title", "purpose", "setting", THEMES, "starts_on", "ends_on", AIMS})


def content_of(initiative: Initiative, aims: Sequence[Aim]) -> Content:
    """Give an initiative's settled content as plain JSON."""
    written = [asdict(AimDetails(each.text, each.number, each.unit, each.due_on, each.id)) for each in aims]
    values = {name: getattr(initiative, name) for name in _COLUMNS}
    return _as_json({**values, THEMES: initiative.themes, AIMS: written})


def content_from(details: InitiativeDetails) -> Content:
    """Give what was written as plain JSON."""
    return _as_json(asdict(details))


def details_from(content: Mapping[str, Any]) -> InitiativeDetails:
    """Give plain JSON as what was written; fields that it does not know are left at their default."""
    values = {name: content[name] for name in FIELDS if name in content}
    for name in _DAYS:
        values[name] = _day(values.get(name))
    if "setting" in values:
        values["setting"] = Setting(values["setting"])
    values[THEMES] = tuple(values.get(THEMES, ()))
    values[AIMS] = tuple(
        AimDetails(**{**each, "due_on": _day(each.get("due_on"))}) for each in values.get(AIMS, ())
    )
    return InitiativeDetails(**values)


def apply_details(initiative: Initiative, details: InitiativeDetails) -> None:
    """Write everything but the aims into the initiative's columns."""
    for name in _COLUMNS:
        setattr(initiative, name, getattr(details, name))
    initiative.themes = list(details.themes)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _as_json(values: Mapping[str, Any]) -> Content:
    return {name: as_json(values[name]) for name in FIELDS}
