"""What an initiative says, fact by fact, in words: for proposals and differences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.cohosting.rules import Content, Difference
from app.core.i18n import LANGUAGES, _, format_date
from app.core.text import list_text, plain_text
from app.initiatives.models import InitiativeStatus, Setting, Theme


def differences(before: Content, after: Content) -> list[Difference]:
    """Say each fact that differs, in words."""
    old, new = _said(before), _said(after)
    return [Difference(label, old[label], new[label]) for label in old if old[label] != new[label]]


def whole(content: Content) -> list[Difference]:
    """Say all that some content holds, with nothing before it."""
    return [Difference(label, "", text) for label, text in _said(content).items() if text]


def aim_in_words(aim: Mapping[str, Any]) -> str:
    """Say what an aim is: its words, its number, its day."""
    words = f"{aim['text']}: {aim['number']} {aim['unit']}".strip()
    due_on = aim.get("due_on")
    return _("%(aim)s, by %(day)s", aim=words, day=_day(due_on)) if due_on else words


def _said(content: Content) -> dict[str, str]:
    """Give label → words, in the order in which people read them."""
    status, setting = content.get("status"), content.get("setting")
    return {
        _("How it stands"): InitiativeStatus(status).label if status else "",
        _("How it ended"): plain_text(content.get("outcome") or ""),
        _("Title"): str(content.get("title") or ""),
        _("In one or two sentences"): str(content.get("summary") or ""),
        _("What it is for"): plain_text(content.get("purpose") or ""),
        _("Where it works"): Setting(setting).label if setting else "",
        _("What it is about"): list_text(Theme(each).label for each in content.get("themes") or ()),
        _("Aims"): list_text(aim_in_words(each) for each in content.get("aims") or ()),
        _("Begins"): _day(content.get("starts_on")),
        _("Ends"): _day(content.get("ends_on")),
        _("Language"): LANGUAGES.get(content.get("language") or "", ""),
    }


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""
