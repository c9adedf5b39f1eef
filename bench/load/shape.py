"""What is asked, and how fast it was answered."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.client import BROWSER
from bench.settings import CLIENTS


class WrongAnswer(RuntimeError):
    """Tell that something else came back than what is being measured."""


@dataclass(frozen=True)
class Load:
    """Requests for one address, by several connections at once, for some seconds."""

    url: str
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    #: One request after the other, each with a body of its own: replies.
    bodies: "Bodies | None" = None
    #: One address after the other.
    walk: "Walk | None" = None
    clients: int = CLIENTS

    @property
    def all_headers(self) -> dict[str, str]:
        """Give the headers of each request."""
        return {**BROWSER, **self.headers}


@dataclass(frozen=True)
class Bodies:
    """Form posts that differ in a number: `%d` in the text and in the header's value."""

    form: str
    header: str
    value: str
    folder: Path


@dataclass(frozen=True)
class Walk:
    """Pages that differ in a number: `%d` in the path, from 1 to the last."""

    path: str
    last: int
    folder: Path


@dataclass(frozen=True)
class Speed:
    """How many requests were answered, and in which time."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Give requests a second."""
        return self.requests / self.seconds
