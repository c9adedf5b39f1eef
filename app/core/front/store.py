"""The stored answers, within a bound of bytes; those used longest ago go first."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.core.front.entries import Entry, Variant
    from app.core.front.keys import Key

MIB = 1024 * 1024
#: Larger answers are not kept.
MAX_ENTRY = 2 * MIB
#: How many changed tags are remembered for pages that were being rendered meanwhile.
REMEMBERED_TAGS = 4096
#: An overfull store is emptied to this part of its bound, so that it sorts seldom.
AFTER_EVICTION = 0.9


class Store:
    """Keep entries by key; reading takes no lock."""

    def __init__(self, max_bytes: int) -> None:
        self.size = 0
        self.epoch = 0
        self._max_bytes = max_bytes
        self._entries: dict[Key, Entry] = {}
        self._keys: dict[str, set[Key]] = {}
        self._changed: dict[str, int] = {}
        self._forgotten = 0
        self._lock = Lock()
        self.get = self._entries.get

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def put(self, key: Key, entry: Entry, epoch: int) -> bool:
        """Keep an entry, unless one of its tags changed in this process since the epoch."""
        with self._lock:
            if epoch < self._forgotten or any(self._changed.get(tag, 0) > epoch for tag in entry.tags):
                return False
            self._remove(key)
            self._entries[key] = entry
            self.size += entry.size
            for tag in entry.tags:
                self._keys.setdefault(tag, set()).add(key)
            self._make_room()
            return True

    def add(self, key: Key, entry: Entry, encoding: str, variant: Variant) -> None:
        """Keep one more encoding of an entry, if it is still here."""
        with self._lock:
            if self._entries.get(key) is not entry or encoding in entry.variants:
                return
            grown = variant.size if variant is not entry.variants[""] else 0
            entry.variants[encoding] = variant
            entry.size += grown
            self.size += grown
            self._make_room()

    def drop(self, key: Key, entry: Entry) -> None:
        """Forget an entry, unless another took its place."""
        with self._lock:
            if self._entries.get(key) is entry:
                self._remove(key)

    def invalidate(self, tags: Iterable[str]) -> None:
        """Forget every entry that was rendered from one of these tags."""
        with self._lock:
            self.epoch += 1
            for tag in tags:
                self._changed[tag] = self.epoch
                for key in tuple(self._keys.get(tag, ())):
                    self._remove(key)
            if len(self._changed) > REMEMBERED_TAGS:
                self._changed.clear()
                self._forgotten = self.epoch

    def _remove(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self.size -= entry.size
        for tag in entry.tags:
            keys = self._keys.get(tag)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._keys[tag]

    def _make_room(self) -> None:
        if self.size <= self._max_bytes:
            return
        for key in sorted(self._entries, key=lambda each: self._entries[each].used_at):
            if self.size <= self._max_bytes * AFTER_EVICTION:
                return
            self._remove(key)
