"""What others may react to."""

from dataclasses import dataclass

from app.asks.models import AskTarget, StatusEntry, Target
from app.core.questions import Question


@dataclass(frozen=True)
class StandingChanged:
    """An ask stands otherwise with one target, and here is what happened."""

    ask_target: AskTarget
    entry: StatusEntry


@dataclass(frozen=True)
class IsTargetShown(Question[bool]):
    """Ask whether the public sees this target on what others hold."""

    target: Target
    #: Count only what someone else than who entered it holds, alone or together with them.
    by_others: bool = False
