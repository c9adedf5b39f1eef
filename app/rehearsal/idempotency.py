"""Idempotency keys as Stripe keeps them: the same answer for the same call, and no other call."""

import threading
from dataclasses import dataclass, field

from app.rehearsal.refusals import Refusal

Answer = tuple[int, bytes]


@dataclass
class Keys:
    """The keys that were used, with the call each was used for and what it answered."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    used: dict[str, tuple[str, Answer | None]] = field(default_factory=dict)

    def claim(self, key: str, call: str) -> Answer | None:
        """Claim a key for a call; give an answer kept from before; refuse another call, or one that runs."""
        with self.lock:
            if key not in self.used:
                self.used[key] = (call, None)
                return None
            known, answer = self.used[key]
        if known != call:
            raise Refusal(
                400,
                "idempotency_error",
                "Keys for idempotent requests can only be used with the same parameters "
                "they were first used with.",
            )
        if answer is None:
            raise Refusal(
                409,
                "idempotency_error",
                "There is currently another in-progress request using this Idempotent Key.",
                code="idempotency_key_in_use",
            )
        return answer

    def settle(self, key: str, answer: Answer | None) -> None:
        """Keep the answer of a call, or let the key go when nothing was begun."""
        with self.lock:
            if answer is None:
                self.used.pop(key, None)
            else:
                self.used[key] = (self.used[key][0], answer)
