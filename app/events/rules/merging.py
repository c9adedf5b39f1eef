"""Two people wrote at the same time: compare what they wrote, and put it together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.cohosting.rules import Content
from app.events.rules.wording import TOPICS, Topic


class Side(StrEnum):
    """Whose words are kept."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True)
class Comparison:
    """One topic on which two writers differ."""

    topic: Topic
    before: str
    theirs: str
    mine: str
    theirs_link: str
    mine_link: str
    #: The side that alone changed it; None when both did, so that someone has to choose.
    only_changed_by: Side | None

    @property
    def suggested(self) -> Side:
        """Give the side to keep unless someone says otherwise: nothing that was written is lost."""
        return self.only_changed_by or Side.MINE


def compare(base: Content, theirs: Content, mine: Content) -> list[Comparison]:
    """Compare what two people made of the same base; only topics on which they differ."""
    return [
        Comparison(
            topic,
            topic.write(base),
            topic.write(theirs),
            topic.write(mine),
            topic.link(theirs),
            topic.link(mine),
            _only_changed_by(topic, base, theirs, mine),
        )
        for topic in TOPICS
        if topic.part(theirs) != topic.part(mine)
    ]


def merge(theirs: Content, mine: Content, kept: Mapping[str, Side]) -> Content:
    """Put two versions together by topic; what is not chosen stays mine."""
    merged = dict(mine)
    for topic in TOPICS:
        if kept.get(topic.key) is Side.THEIRS:
            merged.update({name: theirs[name] for name in topic.fields if name in theirs})
    return merged


def _only_changed_by(topic: Topic, base: Content, theirs: Content, mine: Content) -> Side | None:
    if topic.part(theirs) == topic.part(base):
        return Side.MINE
    return Side.THEIRS if topic.part(mine) == topic.part(base) else None
