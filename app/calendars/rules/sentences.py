"""Say to people why something in a foreign calendar cannot be read, and what an import would do."""

from app.calendars.rules.lines import MAX_EVENTS, MAX_LINES, MAX_OCCURRENCES, MAX_REPEATS
from app.calendars.rules.planning import Change, PlannedChange
from app.calendars.rules.results import Reason, Unreadable
from app.core.i18n import _, _l

_REASONS = {
    Reason.NOT_A_CALENDAR: _l("This is not a calendar file. A calendar file usually ends in .ics."),
    Reason.NO_EVENTS: _l("This is a calendar, but there are no events in it."),
    Reason.TOO_BIG: _l("The file is larger than 5 MB. Please export fewer events at a time."),
    Reason.TOO_MANY_LINES: _l(
        "The file has more than %(lines)s lines. Please export fewer events at a time."
    ),
    Reason.TOO_MANY_EVENTS: _l(
        "The file has more than %(events)s events, or more than %(dates)s dates in the coming year."
        " Please export fewer at a time."
    ),
    Reason.TOO_DEEP: _l("The parts of this file are nested too deep."),
    Reason.TOO_SLOW: _l("Reading this file takes too long. Please export fewer events at a time."),
    Reason.TOO_MUCH_MEMORY: _l(
        "Reading this file takes too much memory. Please export fewer events at a time."
    ),
    Reason.FAILED: _l("This file could not be read. Please export it again and try once more."),
    Reason.CUT_OFF: _l("The file stops in the middle of this event."),
    Reason.TOO_LONG: _l("This event has lines that are too long, or too many of them."),
    Reason.NO_START: _l("This event does not say when it begins."),
    Reason.BAD_VALUE: _l("A date, time or repeat rule of this event cannot be understood."),
    Reason.UNKNOWN_ZONE: _l("This event uses a time zone that we do not know, so its time could be wrong."),
    Reason.ENDS_BEFORE_START: _l("This event ends before it begins."),
    Reason.TOO_OFTEN: _l("This event repeats more than %(repeats)s times a year, or by the minute."),
    Reason.ENDLESS_SEARCH: _l("It takes too long to work out when this event repeats."),
    Reason.SAME_UID: _l(
        "Another event in the file has the same identity, so only that one can be taken over."
    ),
}

_CHANGES = {
    Change.NEW: _l("It is not here yet."),
    Change.CANCELLED: _l("It has been cancelled since the last import."),
    Change.UNCHANGED: _l("It is the same as at the last import."),
    Change.NOT_NEEDED: _l("It is cancelled and was never imported, so there is nothing to do."),
}

_FIELDS = {
    "starts_local": _l("start"),
    "ends_local": _l("end"),
    "zone": _l("time zone"),
    "all_day": _l("all day or not"),
    "title": _l("title"),
    "description": _l("description"),
    "location": _l("place"),
    "geo": _l("place on the map"),
    "url": _l("web address"),
    "status": _l("status"),
    "categories": _l("topics"),
}


def why_unreadable(unreadable: Unreadable) -> str:
    """Give the sentence that says why, with the part of the file that it is about."""
    figures = {"lines": MAX_LINES, "events": MAX_EVENTS, "dates": MAX_OCCURRENCES, "repeats": MAX_REPEATS}
    sentence = str(_REASONS[unreadable.reason]) % figures
    return f"{sentence} ({unreadable.detail})" if unreadable.detail else sentence


def why_planned(planned: PlannedChange) -> str:
    """Give the sentence that says why this is what an import would do."""
    if planned.unreadable is not None:
        return why_unreadable(planned.unreadable)
    if planned.change is Change.CHANGED:
        return str(_("It has changed since the last import: %(fields)s.", fields=_names(planned.fields)))
    return str(_CHANGES[planned.change])


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(str(_FIELDS[name]) for name in names)
