"""What an event says, fact by fact, in words: for differences, comparisons and the history."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from app.cohosting.rules import Content, Difference
from app.core.i18n import _, _l, format_when
from app.core.text import list_text, plain_text
from app.events.models import (
    AccessFact,
    AddressVisibility,
    EventFormat,
    EventStatus,
    EventVisibility,
)
from app.events.rules.languages import EVENT_LANGUAGES
from app.events.rules.maps import map_link
from app.events.rules.walltime import resolve_wall_time


@dataclass(frozen=True)
class Topic:
    """Fields that belong together for people, with the words for them."""

    key: str
    _label: str
    fields: tuple[str, ...]
    write: Callable[[Content], str]
    #: Where the words lead.
    link: Callable[[Content], str] = lambda _content: ""

    @property
    def label(self) -> str:
        """Give what people call it."""
        return str(self._label)

    def part(self, content: Content) -> Content:
        """Give this topic's fields of some content."""
        return {name: content.get(name) for name in self.fields}


def differences(
    before: Content, after: Content, topics: "tuple[Topic, ...] | None" = None
) -> list[Difference]:
    """Say each topic that differs, in words; of an event unless other topics are given."""
    return [
        Difference(
            topic.label, topic.write(before), topic.write(after), topic.link(before), topic.link(after)
        )
        for topic in topics or TOPICS
        if topic.part(before) != topic.part(after)
    ]


def whole(content: Content, topics: "tuple[Topic, ...] | None" = None) -> list[Difference]:
    """Say all that some content holds, with nothing before it."""
    written = (
        Difference(topic.label, "", topic.write(content), after_link=topic.link(content))
        for topic in topics or TOPICS
        if topic.fields[0] in content
    )
    return [each for each in written if each.after]


def topics_of(names: Collection[str]) -> list[str]:
    """Give what people call the topics of some fields."""
    return [topic.label for topic in TOPICS if set(topic.fields) & set(names)]


def _plain(name: str) -> Callable[[Content], str]:
    return lambda content: str(content.get(name) or "")


def _markdown(name: str) -> Callable[[Content], str]:
    return lambda content: plain_text(content.get(name) or "")


def _when(content: Content) -> str:
    starts, ends, zone = content.get("starts_local"), content.get("ends_local"), content.get("zone")
    if not starts or not zone:
        return _("No date yet")
    start = resolve_wall_time(datetime.fromisoformat(starts), zone, content.get("starts_fold") or 0)
    if not ends:
        return format_when(start, start, zone)
    end = resolve_wall_time(datetime.fromisoformat(ends), zone, content.get("ends_fold") or 0)
    return format_when(start, end, zone)


def _place(content: Content) -> str:
    return ", ".join(content[name] for name in ("place_name", "place_area") if content.get(name))


def _map_link(content: Content) -> str:
    return map_link(content.get("latitude"), content.get("longitude"))


def _limit(name: str) -> Callable[[Content], str]:
    return lambda content: _("No limit") if content.get(name) is None else str(content[name])


def _visibility(content: Content) -> str:
    domains = ", ".join(content.get("email_domains") or ())
    label = EventVisibility(content.get("visibility") or EventVisibility.PUBLIC).label
    return _("%(label)s: %(value)s", label=label, value=domains) if domains else label


def _agreement(content: Content) -> str:
    text = plain_text(content.get("agreement_body") or "")
    return "\n".join(part for part in (content.get("agreement_title") or "", text) if part)


def _questions(content: Content) -> str:
    return list_text(question["prompt"] for question in content.get("questions") or ())


def _access(content: Content) -> str:
    return ", ".join(AccessFact(fact).label for fact in content.get("access_facts") or ())


def _picture(content: Content) -> str:
    if not content.get("picture"):
        return _("The drawn circles")
    return _("A photo: %(words)s", words=content.get("picture_alt") or _("no description"))


def _status(content: Content) -> str:
    return EventStatus(content["status"]).label if content.get("status") else ""


TOPICS: tuple[Topic, ...] = (
    Topic("status", _l("How it stands"), ("status",), _status),
    Topic("reason", _l("Reason that everyone reads"), ("reason",), _plain("reason")),
    Topic("title", _l("Title"), ("title",), _plain("title")),
    Topic("summary", _l("In one or two sentences"), ("summary",), _plain("summary")),
    Topic("description", _l("Description"), ("description",), _markdown("description")),
    Topic(
        "when", _l("Date and time"), ("starts_local", "ends_local", "starts_fold", "ends_fold", "zone"), _when
    ),
    Topic(
        "format",
        _l("How people take part"),
        ("format",),
        lambda content: EventFormat(content.get("format") or EventFormat.IN_PERSON).label,
    ),
    Topic("place", _l("Place"), ("place_name", "place_area"), _place),
    Topic("address", _l("Address"), ("place_address",), _plain("place_address")),
    Topic(
        "map",
        _l("On the map"),
        ("latitude", "longitude"),
        lambda content: _("See it on a map") if _map_link(content) else "",
        _map_link,
    ),
    Topic(
        "address_visibility",
        _l("Who sees the address"),
        ("address_visibility",),
        lambda content: AddressVisibility(content.get("address_visibility") or AddressVisibility.GOING).label,
    ),
    Topic("directions", _l("How to get there"), ("directions",), _plain("directions")),
    Topic("online_link", _l("Online link"), ("online_link",), _plain("online_link")),
    Topic(
        "capacity_in_person", _l("Places in person"), ("capacity_in_person",), _limit("capacity_in_person")
    ),
    Topic("capacity_online", _l("Places online"), ("capacity_online",), _limit("capacity_online")),
    Topic("party_limit", _l("Most people in one reply"), ("party_limit",), _plain("party_limit")),
    Topic("tags", _l("Tags"), ("tags",), lambda content: ", ".join(content.get("tags") or ())),
    Topic(
        "language",
        _l("Language"),
        ("language",),
        lambda content: EVENT_LANGUAGES.get(content.get("language") or "", content.get("language") or ""),
    ),
    Topic("picture", _l("Picture"), ("picture", "picture_alt"), _picture),
    Topic("content_notes", _l("What is talked about"), ("content_notes",), _plain("content_notes")),
    Topic("access_facts", _l("Access"), ("access_facts",), _access),
    Topic("access_notes", _l("More about access"), ("access_notes",), _plain("access_notes")),
    Topic(
        "first_ten_minutes",
        _l("The first ten minutes"),
        ("first_ten_minutes",),
        _plain("first_ten_minutes"),
    ),
    Topic(
        "safeguarding_contact",
        _l("Safeguarding contact"),
        ("safeguarding_contact",),
        _plain("safeguarding_contact"),
    ),
    Topic("questions", _l("Questions"), ("questions",), _questions),
    Topic("visibility", _l("Who can find and join it"), ("visibility", "email_domains"), _visibility),
    Topic("agreement", _l("Community agreement"), ("agreement_title", "agreement_body"), _agreement),
)
