"""When answers come into view: in groups, so that nobody can be told apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.letters.models import FeedbackAnswer, Mood, Welcome

#: So many answers come into view together.
GROUP = 5


def may_show(hidden: int) -> bool:
    """Tell whether the answers that are hidden may come into view together.

    Whoever compares what they read today with yesterday finds at least five new ones, or none. So a
    rest of fewer than five never comes into view.
    """
    return hidden >= GROUP


@dataclass(frozen=True)
class Results:
    """What hosts see of the answers."""

    shown: int
    moods: Sequence[tuple[str, int]]
    welcomes: Sequence[tuple[str, int]]
    words: Sequence[str]


def results_of(answers: Sequence[FeedbackAnswer]) -> Results:
    """Count the answers in view, and give their words in an order that tells nothing."""
    moods = Counter(answer.mood for answer in answers)
    welcomes = Counter(answer.welcome for answer in answers)
    return Results(
        shown=len(answers),
        moods=[(mood.label, moods[mood]) for mood in Mood],
        welcomes=[(welcome.label, welcomes[welcome]) for welcome in Welcome],
        words=sorted(answer.words for answer in answers if answer.words),
    )
