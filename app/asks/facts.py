"""What others may react to."""

from dataclasses import dataclass

from app.asks.models import AskTarget, StatusEntry


@dataclass(frozen=True)
class StandingChanged:
    """An ask stands otherwise with one target, and here is what happened."""

    ask_target: AskTarget
    entry: StatusEntry
