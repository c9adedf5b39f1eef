"""What a petition says, fact by fact, in words: for proposals and differences."""

from collections.abc import Mapping
from datetime import datetime

from app.cohosting.rules import Content, Difference
from app.core.i18n import LANGUAGES, _, format_moment
from app.core.text import list_text, plain_text
from app.petitions.models import AreaQuestion, PetitionStatus


def differences(before: Content, after: Content, names: Mapping[str, str]) -> list[Difference]:
    """Say each fact that differs, in words; `names` are those of asks (`ask:`) and targets (`target:`)."""
    old, new = _said(before, names), _said(after, names)
    return [
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]


def whole(content: Content, names: Mapping[str, str]) -> list[Difference]:
    """Say all that some content holds, with nothing before it."""
    return [Difference(label, "", text) for label, text in _said(content, names).items() if text]


def _said(content: Content, names: Mapping[str, str]) -> dict[str, str]:
    """Give label → words, in the order in which people read them."""
    status = content.get("status")
    return {
        _("How it stands"): PetitionStatus(status).label if status else "",
        _("Reason that everyone reads"): str(content.get("reason") or ""),
        _("Title"): str(content.get("title") or ""),
        _("What is demanded"): str(content.get("demand") or ""),
        _("Why"): plain_text(content.get("background") or ""),
        _("Asks it carries"): _named(content, "asks", "ask", names),
        _("Whom it is for"): _named(content, "targets", "target", names),
        _("What signers say of where they live"): _area(content),
        _("Opens"): _moment(content, "opens_at"),
        _("Closes"): _moment(content, "closes_at"),
        _("First goal"): str(content.get("first_goal") or ""),
        _("Those who can act are told at"): str(content.get("tell_from") or ""),
        _("They are asked to meet at"): str(content.get("meet_from") or ""),
        _("Language"): LANGUAGES.get(content.get("language") or "", ""),
    }


def _moment(content: Content, field: str) -> str:
    """Say a moment in the zone of the petition; what was written before it had one is in UTC."""
    text = content.get(field)
    return format_moment(datetime.fromisoformat(text), content.get("zone") or "UTC") if text else ""


def _named(content: Content, field: str, kind: str, names: Mapping[str, str]) -> str:
    return list_text(names.get(f"{kind}:{slug}", slug) for slug in content.get(field) or ())


def _area(content: Content) -> str:
    question = AreaQuestion(content.get("area_question") or AreaQuestion.NONE)
    said = {
        AreaQuestion.NONE: "",
        AreaQuestion.POSTCODE: _("Their postcode"),
        AreaQuestion.AREA: _("Their town or area"),
    }[question]
    return _("%(what)s, needed", what=said) if said and content.get("is_area_required") else said
