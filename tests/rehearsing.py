"""A rehearsal Stripe for tests, behind a real socket and asked through the real SDK.

`rehearsal` (a fixture, empty for each test) is a `Rehearsal`:

- `rehearsal.url`, `.key`, `.secrets`; `rehearsal.gateway` is the real gateway pointed at it;
  `with rehearsal.switched_on(app):` gives the application's settings that key, so that gifts are on.
- `rehearsal.environ`: the same for a process that a journey starts; use the fixture `own_rehearsal` there.
- `rehearsal.pay(checkout.url)` presses "pay" on the pay page and gives the address one is sent back to;
  `how=` is decline, later, later-fails or abandon, `email=` what is typed.
- `rehearsal.press(link.url, "complete")` does so on the onboarding page or the portal.
- `rehearsal.control("advance", months=1)`: see `app/rehearsal/control.py` for every name, such as fail,
  deliveries, reverse, forge, renewals, refunds, settle_refund, open_dispute, payout, onboard, totals.
- `rehearsal.things("charge")`: everything of a kind as Stripe keeps it, newest first; `account=` too.
- `rehearsal.deliver(client)` sends the messages that wait to `/webhooks/stripe` of a Flask test client (or
  to any function of body and headers that gives a status), in the test's own thread; it gives type and
  status of each. Nothing is sent by itself, unless `rehearsal.sends_to("http://…/webhooks/stripe")` was said.
- `rehearsal.forge(client, age=400)` sends one that lies and gives the status.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import BaseWSGIServer

from app.donations.gateway.door import gateway_at
from app.donations.gateway.protocol import PaymentGateway
from app.rehearsal.agreed import KEY, SECRETS, environment
from app.rehearsal.deliveries import Target, to_address
from app.rehearsal.server import Application, listen
from app.rehearsal.world import World

WEBHOOK = "/webhooks/stripe"


def in_background(application: Application) -> tuple[BaseWSGIServer, str]:
    """Serve in a thread; give the server, to be shut down, and its address."""
    server = listen(application)
    threading.Thread(target=server.serve_forever, daemon=True, name="rehearsal").start()
    return server, application.world.address


class Rehearsal:
    """The rehearsal Stripe that a test talks to."""

    def __init__(self) -> None:
        self.application = Application(World())
        self.server, self.url = in_background(self.application)
        self.client = httpx.Client(timeout=30, trust_env=False)
        self.key = KEY
        self.secrets = (SECRETS.platform, SECRETS.connected)

    def close(self) -> None:
        """Stop listening."""
        self.client.close()
        self.server.shutdown()
        self.server.server_close()

    @property
    def gateway(self) -> PaymentGateway:
        """Give the real gateway, pointed here."""
        return gateway_at(self.url, self.key, self.secrets)

    @property
    def environ(self) -> dict[str, str]:
        """Give the settings with which a process of Twain meets it."""
        return environment(self.server.server_port)

    @contextmanager
    def switched_on(self, app: Flask) -> Iterator[None]:
        """Let an application know the key for a while, so that gifts are on."""
        before = app.extensions["twain_settings"]
        app.extensions["twain_settings"] = before.with_changes(
            stripe_secret_key=self.key, stripe_webhook_secrets=self.secrets, stripe_api_base=self.url
        )
        try:
            yield
        finally:
            app.extensions["twain_settings"] = before

    def control(self, name: str, **wishes: Any) -> dict[str, Any]:
        """Ask the control for something, over the socket."""
        answer = self.client.post(f"{self.url}/rehearsal/{name}", json=wishes)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def pay(self, checkout_url: str | None, *, how: str = "pay", email: str = "giver@example.org") -> str:
        """Press a button of the pay page; give the address one is sent to, or the page when one stays."""
        assert checkout_url
        answer = self.client.post(checkout_url, data={"do": how, "email": email})
        assert answer.status_code in {303, 402}, answer.text
        return answer.headers.get("Location") or answer.text

    def press(self, url: str, button: str) -> str:
        """Press a button of any other page; give the address one is sent to."""
        return self.client.post(url, data={"do": button}).headers["Location"]

    def things(self, kind: str, account: str = "") -> list[dict[str, Any]]:
        """List everything of a kind, newest first."""
        return self.control("things", kind=kind, account=account)["data"]

    def deliver(self, to: FlaskClient | Target) -> list[tuple[str, int]]:
        """Send the messages that wait; give type and status of each."""
        return self.application.deliveries.flush(_target(to))

    def forge(self, to: FlaskClient | Target, **lies: Any) -> int:
        """Send a message that lies; give the status."""
        self.application.target = _target(to)
        return self.application.act("forge", lies)["status"]

    def sends_to(self, url: str) -> None:
        """Let messages be sent by themselves from now on, as a real Stripe does."""
        self.application.target = to_address(url)
        self.application.deliveries.keep_sending(self.application.target)


def _target(to: FlaskClient | Target) -> Target:
    if not isinstance(to, FlaskClient):
        return to

    def send(body: bytes, headers: dict[str, str]) -> int:
        return to.post(WEBHOOK, data=body, headers=headers).status_code

    return send


@pytest.fixture(scope="session")
def rehearsal_server() -> Iterator[Rehearsal]:
    """Start one rehearsal for a worker's tests."""
    found = Rehearsal()
    yield found
    found.close()


@pytest.fixture
def rehearsal(rehearsal_server: Rehearsal) -> Rehearsal:
    """Give the rehearsal, empty."""
    rehearsal_server.control("reset")
    return rehearsal_server


@pytest.fixture
def own_rehearsal() -> Iterator[Rehearsal]:
    """Give a rehearsal of one's own, for tests that let it send by itself (`sends_to`)."""
    found = Rehearsal()
    yield found
    found.close()
