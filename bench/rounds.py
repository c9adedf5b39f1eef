"""Measure several addresses turn by turn, so that a busy moment of the machine hits all alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.client import ask
from bench.load import Load, WrongAnswer, speed
from bench.settings import Scale

#: Asked so often before it counts, so that each thread of each worker has its connections and templates.
WARM_UP = 16


@dataclass(frozen=True)
class Probe:
    """An address, and the status with which it must answer."""

    load: Load
    status: int = 200


@dataclass(frozen=True)
class Speeds:
    """Requests a second of each probe, round by round."""

    rounds: Mapping[str, Sequence[float]]

    def of(self, name: str) -> float:
        """Give the median of a probe."""
        return median(self.rounds[name])

    def ratio(self, name: str, floor: str) -> float:
        """Give the median of what a probe was to its floor in the same round."""
        pairs = zip(self.rounds[name], self.rounds[floor], strict=True)
        return median(one / other for one, other in pairs)

    def spread(self, name: str) -> float:
        """Give how far the rounds of a probe lie apart, as a part of their median: how noisy it was."""
        return (max(self.rounds[name]) - min(self.rounds[name])) / self.of(name)


def measure(probes: Mapping[str, Probe], scale: Scale) -> Speeds:
    """Measure every probe in every round."""
    for name, probe in probes.items():
        _check(name, probe)
    rounds: dict[str, list[float]] = {name: [] for name in probes}
    for _ in range(scale.rounds):
        for name, probe in probes.items():
            rounds[name].append(speed(probe.load).per_second)
    return Speeds(rounds)


def _check(name: str, probe: Probe) -> None:
    """Look at what is being measured before it is."""
    for _ in range(WARM_UP):
        answer = ask(probe.load.url, probe.load.headers)
        if answer.status != probe.status:
            raise WrongAnswer(f"{name}: {answer.status} instead of {probe.status}\n{answer.body[:500]!r}")
