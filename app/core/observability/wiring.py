"""Put logs, metrics and probes into an application."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from app.core.observability.health import Check, init_health, init_metrics_page
from app.core.observability.logs import configure_logging, init_logs
from app.core.observability.metrics import Metrics, init_metrics

EXTENSION = "twain_observability"


@dataclass(frozen=True)
class Observability:
    """Where features hang what should be seen of them."""

    metrics: Metrics
    checks: dict[str, Check] = field(default_factory=dict)

    def ready_when(self, name: str, check: Check) -> None:
        """Call the application ready only while the check does not raise."""
        self.checks[name] = check

    def gauge(self, name: str, description: str, read: Callable[[], float]) -> None:
        """Show a number, read each time that metrics are asked for."""
        self.metrics.gauges.add(name, description, read)

    def count_front(self, outcome: str, number: int) -> None:
        """Count requests at the front cache."""
        self.metrics.count_front(outcome, number)


def init_observability(
    app: Flask, *, metrics_token: str | None, log_level: str | None = "INFO"
) -> Observability:
    """Wire an application; a log level of None leaves the logging of the process as it is."""
    if log_level:
        configure_logging(log_level)
    init_logs(app)
    observability = Observability(init_metrics(app))
    init_health(app, observability.checks)
    init_metrics_page(app, observability.metrics, metrics_token)
    app.extensions[EXTENSION] = observability
    return observability
