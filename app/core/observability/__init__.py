"""What can be seen of Twain from outside while it runs: logs, health, metrics. Never people.

`redaction` takes addresses and tokens out of text, `logs` writes lines of JSON, `metrics` counts,
`health` answers probes, `wiring` puts them into an application.
"""

from app.core.observability.wiring import Observability, init_observability
