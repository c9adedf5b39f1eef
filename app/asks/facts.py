"""What others may react to."""

from dataclasses import dataclass

from app.asks.models import Ask, AskTarget, StatusEntry


@dataclass(frozen=True)
class AskPublished:
    """The public can read the ask now."""

    ask: Ask


@dataclass(frozen=True)
class AskChanged:
    """Something that the public sees of an ask has changed."""

    ask: Ask


@dataclass(frozen=True)
class AskWithdrawn:
    """The hosts have taken the ask back from the public."""

    ask: Ask


@dataclass(frozen=True)
class StandingChanged:
    """An ask stands otherwise with one target, and here is what happened."""

    ask_target: AskTarget
    entry: StatusEntry
