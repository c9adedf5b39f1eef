"""One request works for many: the first leads, the others follow what it brings."""

from __future__ import annotations

from threading import Event, Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.front.keys import Key


class Flights:
    """Work that is under way, by key."""

    def __init__(self) -> None:
        self._under_way: dict[Key, Event] = {}
        self._lock = Lock()

    def join(self, key: Key) -> Event | None:
        """Give the flight under way; None makes the caller its leader, who must land it."""
        with self._lock:
            flight = self._under_way.get(key)
            if flight is None:
                self._under_way[key] = Event()
            return flight

    def land(self, key: Key) -> None:
        """Tell the followers that the leader is done."""
        with self._lock:
            flight = self._under_way.pop(key)
        flight.set()
