"""Everything the rehearsal remembers: things, its clock, what will happen, and messages about it."""

import copy
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.core.clock import now as real_now
from app.rehearsal.refusals import unknown_thing
from app.rehearsal.shapes import Thing, blank

API_VERSION = "2026-10-28.endive"
PLATFORM = ""
DAY = 86_400
ID_BYTES = 12


class World:
    """One rehearsal. Things live per account; PLATFORM is the account that the key belongs to.

    `notes` are what Stripe keeps to itself about a thing; `wishes` are what the control asked to go wrong;
    `agenda` holds what happens by itself, each with its time; `unsent` the ids of messages to deliver.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.file = file
        self.address = ""
        self.shift = 0.0
        self.things: dict[str, dict[str, Thing]] = {PLATFORM: {}}
        self.notes: dict[str, dict[str, Any]] = {}
        self.agenda: list[dict[str, Any]] = []
        self.keys: dict[str, Any] = {}
        self.unsent: list[dict[str, Any]] = []
        self.wishes: dict[str, Any] = {}
        self.happenings: dict[str, Callable[[World, str, str], None]] = {}
        self.heard = threading.Event()
        self._load()

    # The clock

    def now(self) -> int:
        """Give this world's time in seconds since 1970."""
        return int(real_now().timestamp() + self.shift)

    def later(self, at: int, happening: str, account: str, thing_id: str) -> None:
        """Let something happen by itself at a time."""
        self.agenda.append({"at": at, "what": happening, "account": account, "id": thing_id})

    def tick(self) -> None:
        """Let happen what is due by now."""
        while self._happen(self.now()):
            pass

    def advance(self, seconds: float) -> None:
        """Move the clock on, letting each thing happen at its own time."""
        target = self.now() + int(seconds)
        while (due := self._next(target)) is not None:
            self.shift += max(0, due - self.now())
            self._happen(due)
        self.shift += max(0, target - self.now())

    def _next(self, until: int) -> int | None:
        return min((each["at"] for each in self.agenda if each["at"] <= until), default=None)

    def _happen(self, until: int) -> bool:
        due = self._next(until)
        if due is None:
            return False
        each = next(item for item in self.agenda if item["at"] == due)
        self.agenda.remove(each)
        self.happenings[each["what"]](self, each["account"], each["id"])
        return True

    # Things

    def make(self, account: str, kind: str, prefix: str, **fields: object) -> Thing:
        """Make a thing and keep it."""
        thing = blank(kind, **{"id": f"{prefix}_{secrets.token_hex(ID_BYTES)}", **fields})
        for name, value in (("created", self.now()), ("livemode", False)):
            if name in thing and name not in fields:
                thing[name] = value
        self.things.setdefault(account, {})[thing["id"]] = thing
        return thing

    def get(self, account: str, kind: str, thing_id: str, param: str = "id") -> Thing:
        """Give a thing of a kind, or raise Stripe's refusal."""
        thing = self.find(account, thing_id)
        if thing is None or thing["object"] != kind:
            raise unknown_thing(kind, thing_id, param)
        return thing

    def find(self, account: str, thing_id: str) -> Thing | None:
        """Give a thing of any kind, or None."""
        return self.things.get(account, {}).get(thing_id)

    def all(self, account: str, kind: str) -> list[Thing]:
        """Give the things of a kind, newest first."""
        return [each for each in reversed(self.things.get(account, {}).values()) if each["object"] == kind]

    def everywhere(self, kind: str, thing_id: str) -> str:
        """Give the account on which a thing lives, or raise Stripe's refusal."""
        for account, things in self.things.items():
            if thing_id in things and things[thing_id]["object"] == kind:
                return account
        raise unknown_thing(kind, thing_id)

    def note(self, thing_id: str) -> dict[str, Any]:
        """Give what Stripe keeps to itself about a thing."""
        return self.notes.setdefault(thing_id, {})

    def wish(self, name: str) -> Any:  # noqa: ANN401  # whatever the control asked for
        """Take the next wish of a name, if there is one."""
        waiting = self.wishes.get(name)
        return waiting.pop(0) if waiting else None

    # Messages

    def emit(self, account: str, kind: str, thing: Thing) -> Thing:
        """Write a message about a thing as it is now, to be delivered."""
        event = self.make(account, "event", "evt", type=kind, api_version=API_VERSION)
        event["data"] = {"object": without_included(copy.deepcopy(thing))}
        event["request"] = {"id": None, "idempotency_key": None}
        event["pending_webhooks"] = 1
        if account != PLATFORM:
            event["account"] = account
        self.unsent.append({"event": event["id"], "account": account, "tries": 0, "not_before": 0.0})
        self.heard.set()
        return event

    # Memory

    @contextmanager
    def changing(self, *, keep: bool = True) -> Iterator[None]:
        """Hold the world still for one change, and keep it afterwards unless it was only looked at."""
        with self.lock:
            self.tick()
            yield
            if keep:
                self.save()

    def save(self) -> None:
        """Keep the world in its file, if it has one."""
        if self.file is None:
            return
        kept = {name: getattr(self, name) for name in _KEPT}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(kept), encoding="utf-8")
        fresh.replace(self.file)

    def forget(self) -> None:
        """Begin anew, with the clock at the real time."""
        self.shift = 0.0
        self.things = {PLATFORM: {}}
        self.notes, self.wishes, self.keys, self.agenda, self.unsent = {}, {}, {}, [], []

    def _load(self) -> None:
        if self.file is None or not self.file.exists():
            return
        for name, value in json.loads(self.file.read_text(encoding="utf-8")).items():
            setattr(self, name, value)
        for item in self.unsent:
            item.pop("again_at", None)


def without_included(thing: Thing) -> Thing:
    """Take away what Stripe writes out only on request: the payments of an invoice."""
    if thing.get("object") == "invoice":
        thing.pop("payments", None)
    return thing


_KEPT = ("shift", "things", "notes", "keys", "agenda", "unsent")
