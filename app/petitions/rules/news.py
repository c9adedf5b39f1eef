"""What signers who wish to hear are told, when, and how often."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.asks.models import Standing
from app.core.i18n import _, format_number
from app.petitions.models import NewsKind

MOST_A_MONTH = 3
MONTH = timedelta(days=30)
#: So long it takes until everybody is told, so that answers and clicks come spread out, too.
SPREAD = timedelta(hours=4)
#: What could not be told within this, since there was so much else, is not told any more.
STALE = timedelta(days=30)
#: News of what the public cannot see now waits so long before it is looked at again.
UNTIL_SHOWN = timedelta(days=1)
#: Standings of an ask that are news to those who signed for it.
TOLD_STANDINGS = frozenset(Standing) - {Standing.ASKED, Standing.WITHDRAWN}
#: A prime, so that signatures that stand side by side are told at quite different times.
_STEP = 7_919


def due_at(news_at: datetime, signature_id: int) -> datetime:
    """Give when one signer is told: a moment within the spread that is the same at every try."""
    return news_at + timedelta(seconds=signature_id * _STEP % int(SPREAD.total_seconds()))


def may_leave_at(sent: Sequence[datetime], now: datetime) -> datetime:
    """Give when the next mail may leave after those that did: now, or when the month allows it."""
    lately = sorted(at for at in sent if at > now - MONTH)
    return now if len(lately) < MOST_A_MONTH else lately[-MOST_A_MONTH] + MONTH


def words_of(kind: NewsKind, title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Give headline and body in the language of the moment; only hosts' own news come as they wrote them."""
    return _WORDS[kind](title, values)


def _update(_title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    return str(values["title"]), str(values["body"])


def _milestone(title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    number = format_number(values["number"])
    said = _("“%(title)s” has passed %(number)s signatures. You are one of them.", title=title, number=number)
    return _("%(number)s people have signed with you", number=number), said


def _answer(_title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    standing, target = Standing(values["standing"]).label, values["target"]
    said = _(
        "For “%(ask)s”, %(target)s now stands at: %(standing)s.",
        ask=values["ask"],
        target=target,
        standing=standing,
    )
    return _("There is news from %(target)s", target=target), said


def _delivered(title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    number, target = format_number(values["number"]), values["target"]
    said = _(
        "“%(title)s” was handed to %(target)s with %(number)s signatures.",
        title=title,
        target=target,
        number=number,
    )
    return _("Your petition has been handed over"), said


def _delivery_taken_back(title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    said = _(
        "We wrote to you that “%(title)s” was handed to %(target)s. The hosts have taken that back."
        " They write: “%(reason)s”",
        title=title,
        target=values["target"],
        reason=values["reason"],
    )
    return _("Something we told you was wrong"), said


def _closed(title: str, values: Mapping[str, Any]) -> tuple[str, str]:
    said = _(
        "“%(title)s” closed with %(number)s signatures. Its page stays, and tells what becomes of it.",
        title=title,
        number=format_number(values["number"]),
    )
    return _("The petition you signed has closed"), said


_WORDS: dict[NewsKind, Callable[[str, Mapping[str, Any]], tuple[str, str]]] = {
    NewsKind.UPDATE: _update,
    NewsKind.MILESTONE: _milestone,
    NewsKind.ANSWER: _answer,
    NewsKind.DELIVERED: _delivered,
    NewsKind.DELIVERY_TAKEN_BACK: _delivery_taken_back,
    NewsKind.CLOSED: _closed,
}
