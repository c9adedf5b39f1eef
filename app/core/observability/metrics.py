"""Numbers for Prometheus, summed over all worker processes.

With PROMETHEUS_MULTIPROC_DIR set before the start, each process keeps its numbers in a file there and
whichever is asked adds them up (prometheus_client, "Multiprocess Mode"). The folder must be empty when
the server starts. Without it the numbers are those of one process.
"""

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.core.observability.logs import method, seconds

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

logger = logging.getLogger(__name__)


class Gauges(Collector):
    """Numbers that are read when somebody asks for them."""

    def __init__(self) -> None:
        self._reads: dict[str, tuple[str, Callable[[], float]]] = {}

    def add(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Add a number with what it means and how to read it."""
        self._reads[name] = (description, read)

    def collect(self) -> Iterable[Metric]:
        """Read all numbers; one that cannot be read is left out."""
        for name, (description, read) in self._reads.items():
            try:
                value = read()
            except Exception:
                logger.exception("a gauge could not be read", extra={"gauge": name})
            else:
                yield GaugeMetricFamily(name, description, value=value)


class Metrics:
    """Count requests and what the front cache did."""

    def __init__(self) -> None:
        self._folder = os.environ.get(FOLDER)
        if self._folder:
            # The library chooses where to count when it is imported: before our server names the folder.
            values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]  # the library leaves it untyped
            Path(self._folder).mkdir(parents=True, exist_ok=True)
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "twain_requests",
            "Requests answered by the application",
            ("endpoint", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "twain_request_seconds",
            "How long the application took to answer",
            ("endpoint",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._front = Counter(
            "twain_front", "Requests at the front cache by outcome", ("outcome",), registry=self._registry
        )
        self.gauges = Gauges()

    def count_request(self, response: Response) -> Response:
        """Count the present request."""
        endpoint = request.endpoint or "none"
        self._requests.labels(endpoint, method(), str(response.status_code)).inc()
        self._seconds.labels(endpoint).observe(seconds())
        return response

    def count_front(self, outcome: str, number: int) -> None:
        """Count requests at the front cache."""
        self._front.labels(outcome).inc(number)

    def text(self) -> bytes:
        """Write all numbers as Prometheus reads them."""
        if not self._folder:
            return generate_latest(self._registry) + self._gauge_text()
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=self._folder)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        return generate_latest(registry) + self._gauge_text()

    def _gauge_text(self) -> bytes:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self.gauges)
        return generate_latest(registry)


def init_metrics(app: Flask) -> Metrics:
    """Count every request of an application."""
    metrics = Metrics()
    app.after_request(metrics.count_request)
    return metrics
