"""What an ask says, fact by fact, in words: for proposals and differences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.asks.models import AskStatus, PolicyArea
from app.asks.rules.lenses import written
from app.asks.rules.neutrality import Neutral
from app.cohosting.rules import Content, Difference
from app.core.i18n import LANGUAGES, _, _l, format_date
from app.core.text import list_text, plain_text


@dataclass(frozen=True)
class Topic:
    """Fields that belong together for people, with the words for them."""

    _label: str
    fields: tuple[str, ...]
    write: Callable[[Content], str]

    @property
    def label(self) -> str:
        """Give what people call it."""
        return str(self._label)

    def part(self, content: Content) -> Content:
        """Give this topic's fields of some content."""
        return {name: content.get(name) for name in self.fields}


def differences(before: Content, after: Content, names: Mapping[str, str]) -> list[Difference]:
    """Say each topic that differs, in words; `names` are those of the targets."""
    return [
        Difference(topic.label, topic.write(before), topic.write(after))
        for topic in topics(names)
        if topic.part(before) != topic.part(after)
    ]


def whole(content: Content, names: Mapping[str, str]) -> list[Difference]:
    """Say all that some content holds, with nothing before it."""
    told = ((topic.label, topic.write(content)) for topic in topics(names) if topic.fields[0] in content)
    return [Difference(label, "", text) for label, text in told if text]


def topics(names: Mapping[str, str]) -> tuple[Topic, ...]:
    """Give every topic in the order in which people read them."""
    return (
        *_TOPICS,
        Topic(_l("Whom we ask"), ("targets",), lambda content: _targets(content, names)),
        *_MORE,
    )


def _plain(name: str) -> Callable[[Content], str]:
    return lambda content: str(content.get(name) or "")


def _targets(content: Content, names: Mapping[str, str]) -> str:
    return list_text(names.get(slug, slug) for slug in content.get("targets") or ())


def _check(content: Content) -> str:
    return list_text(
        _("%(label)s: %(value)s", label=lens.label, value=text)
        for lens, text in written(content.get("intersections") or {})
    )


def _days(content: Content) -> str:
    first, last = content.get("hidden_from"), content.get("hidden_until")
    days = [format_date(date.fromisoformat(day)) if day else "…" for day in (first, last)]
    return " – ".join(days) if first or last else ""


def _neutrality(content: Content) -> str:
    return list_text(Neutral(key).label for key in content.get("neutrality") or ())


def _status(content: Content) -> str:
    return AskStatus(content["status"]).label if content.get("status") else ""


_TOPICS = (
    Topic(_l("How it stands"), ("status",), _status),
    Topic(_l("Title"), ("title",), _plain("title")),
    Topic(_l("What we ask for"), ("text",), _plain("text")),
    Topic(_l("Why"), ("why",), lambda content: plain_text(content.get("why") or "")),
    Topic(_l("We call it done when"), ("done_when",), _plain("done_when")),
)
_MORE = (
    Topic(_l("About"), ("area",), lambda content: PolicyArea(content.get("area") or PolicyArea.OTHER).label),
    Topic(_l("How big a step it is, 1 to 5"), ("weight",), _plain("weight")),
    Topic(_l("Who is affected, and how differently"), ("intersections",), _check),
    Topic(_l("Hidden during an election"), ("hidden_from", "hidden_until"), _days),
    Topic(
        _l("Language"),
        ("language",),
        lambda content: LANGUAGES.get(content.get("language") or "", content.get("language") or ""),
    ),
    Topic(_l("Neutral in elections"), ("neutrality",), _neutrality),
)
