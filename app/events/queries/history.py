"""The visible history of an event: what happened, and what each version said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.audit.queries import history_of
from app.cohosting.queries import history as cohosting_history
from app.cohosting.rules import Difference
from app.core.i18n import _
from app.events.models import Event, EventVersion, Series
from app.events.queries.events import versions_of
from app.events.rules.repeating import SERIES_TOPICS
from app.events.rules.series import RULE_FIELDS
from app.events.rules.wording import differences, topics_of, whole


@dataclass(frozen=True)
class Happening:
    """What happened, when, and what was said with it."""

    sentence: str
    at: datetime
    note: str = ""
    proposal_id: int | None = None


@dataclass(frozen=True)
class WrittenVersion:
    """One version: who wrote it, when, and how it differs from the one before."""

    number: int
    by: str
    at: datetime
    note: str
    rows: Sequence[Difference]
    is_first: bool


_WORDINGS: dict[Action, Callable[[dict[str, str]], str]] = {
    Action.EVENT_CANCELLED: lambda w: _("The event was cancelled.", **w),
    Action.EVENT_CANCELLED_FOR_SAFETY: lambda w: _("%(who)s cancelled the event for safety.", **w),
    Action.EVENT_CHANGED: lambda w: _("%(who)s changed: %(what)s.", **w),
    Action.EVENT_DRAFTED: lambda w: _("%(who)s began the draft.", **w),
    Action.EVENT_IMPORTED: lambda w: _("%(who)s brought it in from another calendar.", **w),
    Action.EVENT_POSTPONED: lambda w: _("The event was postponed.", **w),
    Action.EVENT_PUBLISHED: lambda w: _("The event became public.", **w),
    Action.EVENT_WITHDRAWN: lambda w: _("The event was taken back from the public.", **w),
    Action.SERIES_CHANGED: lambda w: _("%(who)s changed: %(what)s.", **w),
    Action.SERIES_DATES_MADE: lambda w: _("Dates became events: %(count)s.", **w),
    Action.SERIES_DRAFTED: lambda w: _("%(who)s began the draft.", **w),
    Action.SERIES_ENDED: lambda w: _("The series was ended.", **w),
    Action.SERIES_PUBLISHED: lambda w: _("The series became public.", **w),
}


def happenings(held: Event | Series) -> Sequence[Happening]:
    """Tell everything that happened with an event or a series and between its hosts, newest first."""
    own = [_happening(entry) for entry in history_of(held) if entry.action in _WORDINGS]
    between = [
        Happening(line.sentence, line.at, line.note, line.proposal_id)
        for line in cohosting_history(held.cohosting)
    ]
    return sorted([*own, *between], key=lambda each: each.at, reverse=True)


def written_versions(event: Event) -> Sequence[WrittenVersion]:
    """Give every version with what it changed, newest first."""
    versions = versions_of(event)
    return [_written(new, old) for new, old in zip_longest(versions, versions[1:])]


def writers_since(event: Event, number: int, *, but: User) -> list[str]:
    """Name who else has written on the event after a version, each once."""
    newer = [each.by for each in reversed(versions_of(event)) if each.version > number]
    return list(dict.fromkeys(writer.name for writer in newer if writer is not None and writer.id != but.id))


def _written(new: EventVersion, old: EventVersion | None) -> WrittenVersion:
    return WrittenVersion(
        new.version,
        new.by.name if new.by else "",
        new.at,
        new.note,
        differences(old.content, new.content) if old else whole(new.content),
        is_first=old is None,
    )


def _happening(entry: AuditEntry) -> Happening:
    actor, host = entry.actor_name, entry.organisation_name
    who = _("%(person)s (%(host)s)", person=actor, host=host) if actor and host else actor or host
    fields = entry.detail.get("fields", ())
    repeating = [topic.label for topic in SERIES_TOPICS if topic.key in RULE_FIELDS and topic.key in fields]
    belonging = [_("Initiative")] if "initiative" in fields else []
    what = ", ".join([*topics_of(fields), *repeating, *belonging])
    count = str(entry.detail.get("count", ""))
    sentence = _WORDINGS[entry.action]({"who": who or _("Twain"), "what": what, "count": count})
    return Happening(sentence, entry.at, entry.detail.get("note", ""), entry.detail.get("proposal"))
