"""What a fund says, fact by fact, in words: for proposals and differences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.cohosting.rules import Content, Difference
from app.core.i18n import LANGUAGES, _, format_date, format_money
from app.core.money import Money
from app.core.text import list_text, plain_text
from app.donations.models import FundStatus, Route
from app.donations.rules.sharing import percent


@dataclass(frozen=True)
class Names:
    """What hosts, and the things that a fund can be for, are called."""

    hosts: Mapping[int, str] = field(default_factory=dict)
    things: Mapping[int, str] = field(default_factory=dict)


def differences(before: Content, after: Content, names: Names) -> list[Difference]:
    """Say each fact that differs, in words."""
    old, new = _said(before, names), _said(after, names)
    return [Difference(label, old[label], new[label]) for label in old if old[label] != new[label]]


def whole(content: Content, names: Names) -> list[Difference]:
    """Say all that some content holds, with nothing before it."""
    return [Difference(label, "", text) for label, text in _said(content, names).items() if text]


def _said(content: Content, names: Names) -> dict[str, str]:
    """Give label → words, in the order in which people read them."""
    status, route = content.get("status"), content.get("route")
    return {
        _("How it stands"): FundStatus(status).label if status else "",
        _("What became of it"): plain_text(content.get("outcome") or ""),
        _("Title"): str(content.get("title") or ""),
        _("In one or two sentences"): str(content.get("summary") or ""),
        _("What the money is for"): plain_text(content.get("purpose") or ""),
        _("If that cannot be done"): plain_text(content.get("if_it_fails") or ""),
        _("It belongs to"): names.things.get(content.get("about_id") or 0, ""),
        _("Who gets what of each gift"): _parts(content, names),
        _("Currency"): str(content.get("currency") or ""),
        _("Goal"): _money(content, content.get("goal_minor")),
        _("Suggested amounts"): list_text(_money(content, each) for each in content.get("suggested") or ()),
        _("Way of the money"): Route(route).label if route else "",
        _("Monthly gifts"): _yes_or_no(content.get("takes_monthly")),
        _("Last day"): _day(content.get("closes_on")),
        _("Language"): LANGUAGES.get(content.get("language") or "", ""),
    }


def _parts(content: Content, names: Names) -> str:
    return list_text(
        _(
            "%(name)s: %(percent)s %%",
            name=names.hosts.get(each["organisation"], "–"),
            percent=percent(each["weight"]),
        )
        for each in content.get("shares") or ()
    )


def _money(content: Content, minor: int | None) -> str:
    return format_money(Money(minor, content.get("currency") or "GBP")) if minor else ""


def _yes_or_no(value: bool | None) -> str:  # noqa: FBT001  # what the content says
    if value is None:
        return ""
    return _("Yes") if value else _("No")


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""
