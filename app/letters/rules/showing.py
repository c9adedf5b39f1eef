"""When answers come into view: in groups, so that nobody can be told apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.letters.models import FeedbackAnswer, Mood, Welcome

#: So many answers come into view together.
GROUP = 5


def may_show(hidden: int, shown: int, *, is_over: bool = False) -> bool:
    """Tell whether the hidden answers may come into view now.

    A new one waits until five are new. When nobody can answer any more the rest follows, if five are
    in view already: nobody can tell any longer when it was written.
    """
    return hidden >= GROUP or (is_over and shown >= GROUP)


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
