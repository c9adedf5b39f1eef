"""What a foreign date becomes here: a draft, or changes to one that leave people's own words alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.calendars.rules.planning import Change, PlannedChange
from app.calendars.rules.results import Occurrence
from app.core.i18n import _, _l
from app.core.labelled import Labelled
from app.core.text import clean_line, clean_text
from app.events.models import AddressVisibility, EventFormat, EventStatus
from app.events.rules import wall_time
from app.events.rules.content import MOST_LINE, MOST_TAG, MOST_TAGS, MOST_TEXT, MOST_TITLE, EventDetails

#: Facts that only mean something together: they are taken over together, or not at all.
_TOGETHER = (
    ("starts_local", "ends_local", "starts_fold", "ends_fold", "zone"),
    ("format", "online_link", "place_address"),
    ("latitude", "longitude"),
    ("title",),
    ("description",),
    ("tags",),
)


class Outcome(Labelled):
    """What becomes of one date of a foreign calendar."""

    DRAFT = "draft", _l("New")
    UPDATE = "update", _l("Changed")
    #: The organisers deleted what was imported before.
    DELETED_HERE = "deleted_here", _l("Deleted here")
    #: People can see it, or its hosts are signing it off.
    PUBLIC_HERE = "public_here", _l("Changed there, public here")
    CANCELLED_THERE = "cancelled_there", _l("Cancelled there")
    #: What changed there was changed here too, differently.
    CHANGED_HERE = "changed_here", _l("Changed on both sides")
    SAME = "same", _l("Unchanged")
    NOT_NEEDED = "not_needed", _l("Not needed")
    UNREADABLE = "unreadable", _l("Cannot be read")

    @property
    def meaning(self) -> str:
        """Say what will happen, or why nothing will."""
        return str(_MEANINGS[self])


_MEANINGS = {
    Outcome.DRAFT: _l("Each becomes a draft. Nothing is public until you publish it."),
    Outcome.UPDATE: _l("The draft here is changed. What you wrote yourselves stays."),
    Outcome.DELETED_HERE: _l("You deleted these drafts, so we leave them out."),
    Outcome.PUBLIC_HERE: _l(
        "These are public or wait to be signed off, so an import does not touch them."
        " Please change them here yourselves."
    ),
    Outcome.CANCELLED_THERE: _l(
        "We leave your event as it is. Please delete the draft, or cancel the event, yourselves."
    ),
    Outcome.CHANGED_HERE: _l("You changed the same things here, so yours stay."),
    Outcome.SAME: _l("Nothing happens to these."),
    Outcome.NOT_NEEDED: _l("They are cancelled and were never here, so nothing happens."),
    Outcome.UNREADABLE: _l("We could not make sense of these, so they are left out."),
}


@dataclass(frozen=True)
class Standing:
    """How an event that was imported before stands here."""

    status: EventStatus
    details: EventDetails


@dataclass(frozen=True)
class Decision:
    """What becomes of a date, and what the draft that is changed then says."""

    outcome: Outcome
    details: EventDetails | None = None


def decide(planned: PlannedChange, standing: Standing | None, *, language: str) -> Decision:
    """Decide what an import does with one date."""
    read, before = planned.occurrence, planned.before
    if read is None:
        return Decision(Outcome.UNREADABLE)
    if before is None:
        return Decision(Outcome.DRAFT if planned.change is Change.NEW else Outcome.NOT_NEEDED)
    if standing is None or standing.status is EventStatus.DELETED:
        return Decision(Outcome.DELETED_HERE)
    if planned.change is Change.UNCHANGED:
        return Decision(Outcome.SAME)
    if planned.change is Change.CANCELLED:
        return Decision(Outcome.CANCELLED_THERE)
    return _decide_change(standing, details_of(before, language), details_of(read, language))


def details_of(read: Occurrence, language: str) -> EventDetails:
    """Say a foreign date as a draft: who sees the address is left at the careful choice."""
    is_link = read.location.lower().startswith(("http://", "https://")) and " " not in read.location
    starts_local, starts_fold = wall_time(read.starts_at.replace(second=0, microsecond=0), read.zone)
    ends_local, ends_fold = wall_time(read.ends_at.replace(second=0, microsecond=0), read.zone)
    latitude, longitude = read.geo or (None, None)
    return EventDetails(
        title=_cut(clean_line(read.title), MOST_TITLE) or _("Event without a title"),
        description=_description(read),
        starts_local=starts_local,
        ends_local=ends_local,
        starts_fold=starts_fold,
        ends_fold=ends_fold,
        zone=read.zone,
        format=EventFormat.ONLINE if is_link else EventFormat.IN_PERSON,
        place_address="" if is_link else _cut(clean_line(read.location), MOST_LINE),
        latitude=latitude,
        longitude=longitude,
        address_visibility=AddressVisibility.GOING,
        online_link=read.location if is_link and len(read.location) <= MOST_TEXT else "",
        tags=_tags(read.categories),
        language=language,
    )


def merged(
    current: EventDetails, before: EventDetails, after: EventDetails
) -> tuple[EventDetails, frozenset[str]]:
    """Take over what changed from `before` to `after`; name what people here changed differently."""
    taken: dict[str, Any] = {}
    disputed: set[str] = set()
    for names in _TOGETHER:
        wanted, old, ours = (_part(each, names) for each in (after, before, current))
        if wanted in (old, ours):
            continue
        if ours == old:
            taken |= wanted
        else:
            disputed |= set(names)
    return replace(current, **taken), frozenset(disputed)


def _decide_change(standing: Standing, before: EventDetails, after: EventDetails) -> Decision:
    details, disputed = merged(standing.details, before, after)
    if details == standing.details:
        return Decision(Outcome.CHANGED_HERE if disputed else Outcome.SAME)
    if standing.status is not EventStatus.DRAFT:
        return Decision(Outcome.PUBLIC_HERE)
    return Decision(Outcome.UPDATE, details)


def _part(details: EventDetails, names: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: getattr(details, name) for name in names}


def _description(read: Occurrence) -> str:
    words = clean_text(read.description)
    return f"{words}\n\n{read.url}".strip() if read.url and read.url not in words else words


def _tags(categories: tuple[str, ...]) -> list[str]:
    """Give the categories as tags; a comma would part one tag into two."""
    tags = (clean_line(category.replace(",", " "))[:MOST_TAG].strip() for category in categories)
    return list({tag.casefold(): tag for tag in tags if tag}.values())[:MOST_TAGS]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
