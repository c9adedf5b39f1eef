"""Idempotency keys as Stripe keeps them: the same answer for the same call, and no other call."""

import threading

from app.rehearsal.refusals import Refusal
from app.rehearsal.world import World

Answer = tuple[int, bytes]


class Keys:
    """The keys of calls that run now, and of those that were answered (these the world remembers)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lock = threading.Lock()
        self.running: dict[str, str] = {}

    def claim(self, key: str, call: str) -> Answer | None:
        """Claim a key for a call; give an answer kept from before; refuse another call, or one that runs."""
        with self.lock:
            if key in self.world.keys:
                known, status, body = self.world.keys[key]
                self._check(known, call)
                return status, body.encode()
            if key in self.running:
                self._check(self.running[key], call)
                raise Refusal(
                    409,
                    "idempotency_error",
                    "There is currently another in-progress request using this Idempotent Key.",
                    code="idempotency_key_in_use",
                )
            self.running[key] = call
            return None

    def _check(self, known: str, call: str) -> None:
        if known != call:
            raise Refusal(
                400,
                "idempotency_error",
                "Keys for idempotent requests can only be used with the same parameters "
                "they were first used with.",
            )

    def keep(self, key: str, answer: Answer) -> None:
        """Keep the answer of a call that was begun."""
        with self.lock:
            self.world.keys[key] = (self.running[key], answer[0], answer[1].decode())

    def release(self, key: str) -> None:
        """Let go of a call that has ended."""
        with self.lock:
            self.running.pop(key, None)
