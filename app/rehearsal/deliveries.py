"""Send messages as Stripe does: signed, at least once, again until the other side says 2xx."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from app.core.clock import now as real_now
from app.rehearsal.agreed import Secrets
from app.rehearsal.shapes import Thing
from app.rehearsal.world import World

#: Takes the raw body and the headers; gives the status, or 0 for no answer.
Target = Callable[[bytes, dict[str, str]], int]

LONGEST_WAIT = 60.0
TIMEOUT = 10.0
IDLE = 5.0
SUCCESS = range(200, 300)
EVERY_TRICK = 1000


def signature(body: bytes, secrets: Sequence[str], at: int) -> str:
    """Sign a body (docs.stripe.com/webhooks#verify-manually), with each secret in turn."""
    signed = f"{at}.".encode() + body
    parts = [hmac.new(each.encode(), signed, hashlib.sha256).hexdigest() for each in secrets]
    return ",".join([f"t={at}", *(f"v1={part}" for part in parts)])


def to_address(url: str) -> Target:
    """Send to an address of the web."""
    client = httpx.Client(timeout=TIMEOUT, trust_env=False)

    def send(body: bytes, headers: dict[str, str]) -> int:
        try:
            return client.post(url, content=body, headers=headers).status_code
        except httpx.HTTPError:
            return 0

    return send


class Deliveries:
    """The messages of a world on their way to one target."""

    def __init__(self, world: World, secrets: Secrets) -> None:
        self.world = world
        self.secrets = secrets
        self.one_at_a_time = threading.RLock()

    def flush(self, target: Target, *, patient: bool = False) -> list[tuple[str, int]]:
        """Send what waits; give type and status of each. A patient sender waits between tries."""
        with self.one_at_a_time:
            sent: list[tuple[str, int]] = []
            for item in self._due(patient=patient):
                sent += self._send(item, target)
            with self.world.lock:
                self.world.save()
            return sent

    def _due(self, *, patient: bool) -> list[dict[str, Any]]:
        with self.world.lock:
            moment = self.world.now()
            due = [item for item in self.world.unsent if item["not_before"] <= moment]
            if patient:
                due = [item for item in due if item.get("again_at", 0) <= time.monotonic()]
            if len(due) > 1 and self.world.wish("reverse"):
                due.reverse()
            return due

    def _send(self, item: dict[str, Any], target: Target) -> list[tuple[str, int]]:
        trick = self.world.wish("delivery") or {}
        if trick.get("do") == "drop":
            self._done(item)
            return []
        if trick.get("do") == "delay":
            item["not_before"] = self.world.now() + float(trick.get("seconds", EVERY_TRICK))
            return []
        sent = []
        for _time in range(2 if trick.get("do") == "duplicate" else 1):
            event, status = self.once(item["event"], item["account"], target)
            sent.append((event["type"], status))
        if any(status in SUCCESS for _type, status in sent):
            self._done(item)
        else:
            item["tries"] += 1
            item["again_at"] = time.monotonic() + min(LONGEST_WAIT, 0.5 * 2 ** item["tries"])
        return sent

    def _done(self, item: dict[str, Any]) -> None:
        with self.world.lock:
            if item in self.world.unsent:
                self.world.unsent.remove(item)

    def once(self, event_id: str, account: str, target: Target) -> tuple[Thing, int]:
        """Send one message now."""
        event = self.world.get(account, "event", event_id)
        return event, self.post(event, account, target)

    def post(self, event: Thing, account: str, target: Target, **forged: Any) -> int:  # noqa: ANN401  # what a caller of an HTTP interface may send
        """Send a message; `secret`, `also` (a second secret) and `age` in seconds may be forged."""
        body = json.dumps(event, indent=2).encode()
        at = int(real_now().timestamp() - forged.get("age", 0))
        secrets = [forged.get("secret") or self.secrets.of(account)]
        if forged.get("also"):
            secrets.append(forged["also"])
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, secrets, at),
            "User-Agent": "Stripe/1.0 (rehearsal)",
        }
        return target(body, headers)

    def keep_sending(self, target: Target) -> None:
        """Send for ever, in a thread of its own."""

        def run() -> None:
            while True:
                self.world.heard.wait(self._rest())
                self.world.heard.clear()
                self.flush(target, patient=True)

        threading.Thread(target=run, daemon=True, name="deliveries").start()

    def _rest(self) -> float:
        waits: list[float] = [item.get("again_at", 0) - time.monotonic() for item in self.world.unsent]
        return max(0.05, min([IDLE, *waits]))
