"""What the hosts' list of replies asks of the rooms above it."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.questions import Question
from app.events.models import Event


@dataclass(frozen=True)
class WhoArrived(Question[Collection[int]]):
    """Ask which replies to an event brought someone to the door: their ids."""

    event: Event
