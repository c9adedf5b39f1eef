"""Who must agree to what, as pure functions over plain values.

A version of a proposal takes effect only when every host that is accepted *at that moment* has
signed exactly that version. All else here follows from this one sentence.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from app.cohosting.models import HostStatus, ProposalKind, ProposalStatus, Verdict

T = TypeVar("T")
#: Plain JSON: field → value.
Content = dict[str, Any]

OFFER_LASTS = timedelta(days=30)
REMIND_AFTER = timedelta(days=2)
FEWEST_DAYS = 1
MOST_DAYS = 60
MOST_HOSTS = 12

HOST_TRANSITIONS: Mapping[HostStatus, frozenset[HostStatus]] = {
    HostStatus.OFFERED: frozenset(
        {HostStatus.ACCEPTED, HostStatus.DECLINED, HostStatus.WITHDRAWN, HostStatus.EXPIRED}
    ),
    HostStatus.ACCEPTED: frozenset({HostStatus.ENDED}),
    HostStatus.DECLINED: frozenset(),
    HostStatus.WITHDRAWN: frozenset(),
    HostStatus.EXPIRED: frozenset(),
    HostStatus.ENDED: frozenset(),
}
PROPOSAL_TRANSITIONS: Mapping[ProposalStatus, frozenset[ProposalStatus]] = {
    ProposalStatus.OPEN: frozenset(
        {ProposalStatus.ACCEPTED, ProposalStatus.WITHDRAWN, ProposalStatus.LAPSED}
    ),
    ProposalStatus.ACCEPTED: frozenset(),
    ProposalStatus.WITHDRAWN: frozenset(),
    ProposalStatus.LAPSED: frozenset(),
}


class Standing(StrEnum):
    """What a host has said of the version that stands now."""

    SIGNED = "signed"
    OBJECTED = "objected"
    AWAITED = "awaited"


class Hindrance(StrEnum):
    """Why something cannot be done now."""

    NOT_A_HOST = "not_a_host"
    CLOSED = "closed"
    TIME_OVER = "time_over"
    OUTDATED = "outdated"
    NOT_VERIFIED = "not_verified"
    ARCHIVED = "archived"
    ALREADY_HOST = "already_host"
    ALREADY_OFFERED = "already_offered"
    TOO_MANY = "too_many"
    ANSWERED = "answered"
    OFFER_EXPIRED = "offer_expired"
    NOT_PROPOSER = "not_proposer"
    OUT_OF_RANGE = "out_of_range"
    SHORTER_WHILE_OPEN = "shorter_while_open"


@dataclass(frozen=True)
class Difference:
    """One fact as people read it: what it is called, what holds now, what is proposed."""

    label: str
    before: str
    after: str
    #: Where the words lead, such as to a map; empty for most.
    before_link: str = ""
    after_link: str = ""


@dataclass(frozen=True)
class Draft:
    """What a host would like to be so: plain JSON, and how it reads.

    `rows` words the difference in the language of the moment; it is asked once for each language
    and kept with the version, so that hosts can always see what they signed.
    """

    kind: ProposalKind
    before: dict[str, Any]
    content: dict[str, Any]
    rows: Callable[[], Sequence[Difference]]
    note: str = ""
    #: The hash of the open proposal that the writer saw ("" for none); None does not ask.
    seen_hash: str | None = None


@dataclass(frozen=True)
class Word:
    """A host's verdict on one version, as it was given; words stand in the order of time."""

    host_id: int
    content_hash: str
    verdict: Verdict


@dataclass(frozen=True)
class Voice:
    """An accepted host, as far as agreeing is concerned."""

    host_id: int
    is_verified: bool = True


@dataclass(frozen=True)
class Version:
    """A proposal as it stands now."""

    kind: ProposalKind
    status: ProposalStatus
    content_hash: str
    lapses_at: datetime


def can_move_host(current: HostStatus, wanted: HostStatus) -> bool:
    """Tell whether a host may go from one status to another."""
    return wanted in HOST_TRANSITIONS[current]


def can_move_proposal(current: ProposalStatus, wanted: ProposalStatus) -> bool:
    """Tell whether a proposal may go from one status to another."""
    return wanted in PROPOSAL_TRANSITIONS[current]


def hash_of(kind: ProposalKind, number: int, content: Mapping[str, Any]) -> str:
    """Name one version: SHA-256 over kind, number and content as canonical JSON.

    The number makes every rewriting a version of its own: going back to earlier words asks again.
    """
    version = [kind.value, number, content]
    exact = json.dumps(version, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(exact.encode()).hexdigest()


def standing_of(host_id: int, words: Sequence[Word], content_hash: str) -> Standing:
    """Tell what a host's latest word on this version is."""
    for word in reversed(words):
        if word.host_id == host_id and word.content_hash == content_hash:
            return Standing(word.verdict.value)
    return Standing.AWAITED


def is_agreed(voices: Collection[Voice], words: Sequence[Word], version: Version, now: datetime) -> bool:
    """Tell whether a version takes effect: open, in time, and signed by every accepted host.

    Publishing also needs every host to be verified at this moment, whenever it signed.
    """
    if version.status is not ProposalStatus.OPEN or now >= version.lapses_at or not voices:
        return False
    if needs_verifying(version.kind, voices):
        return False
    return all(standing_of(voice.host_id, words, version.content_hash) is Standing.SIGNED for voice in voices)


def needs_verifying(kind: ProposalKind, voices: Iterable[Voice]) -> bool:
    """Tell whether a publication waits for a host to be verified, which no host can hasten."""
    return any(hindrance_to_publish(kind, voice) for voice in voices)


def hindrance_to_answer(
    version: Version, seen_hash: str, voice: Voice | None, verdict: Verdict, now: datetime
) -> Hindrance | None:
    """Tell why a host cannot sign or object to the version it saw; None when it can."""
    if voice is None:
        return Hindrance.NOT_A_HOST
    if version.status is not ProposalStatus.OPEN:
        return Hindrance.CLOSED
    if now >= version.lapses_at:
        return Hindrance.TIME_OVER
    if seen_hash != version.content_hash:
        return Hindrance.OUTDATED
    return hindrance_to_publish(version.kind, voice) if verdict is Verdict.SIGNED else None


def hindrance_to_publish(kind: ProposalKind, voice: Voice) -> Hindrance | None:
    """Tell why a host cannot stand behind this kind of proposal yet."""
    return Hindrance.NOT_VERIFIED if kind is ProposalKind.PUBLISH and not voice.is_verified else None


def hindrance_to_withdraw(status: ProposalStatus, *, is_proposer: bool) -> Hindrance | None:
    """Tell why a host cannot take a proposal back: only the one that proposed may; others object."""
    if status is not ProposalStatus.OPEN:
        return Hindrance.CLOSED
    return None if is_proposer else Hindrance.NOT_PROPOSER


def hindrance_to_offer(current: Mapping[int, HostStatus], organisation_id: int | None) -> Hindrance | None:
    """Tell why an organisation cannot be invited; `current` maps organisations to offers and hosts."""
    status = current.get(organisation_id) if organisation_id is not None else None
    if status is HostStatus.ACCEPTED:
        return Hindrance.ALREADY_HOST
    if status is HostStatus.OFFERED:
        return Hindrance.ALREADY_OFFERED
    return Hindrance.TOO_MANY if len(current) >= MOST_HOSTS else None


def hindrance_to_accept(
    status: HostStatus, expires_at: datetime | None, *, is_settled: bool, is_verified: bool, now: datetime
) -> Hindrance | None:
    """Tell why an offer cannot be accepted; a published thing takes only verified hosts."""
    if status is not HostStatus.OFFERED:
        return Hindrance.ANSWERED
    if expires_at is not None and now >= expires_at:
        return Hindrance.OFFER_EXPIRED
    return Hindrance.NOT_VERIFIED if is_settled and not is_verified else None


def hindrance_to_days(current: int, wanted: int, *, has_open: bool) -> Hindrance | None:
    """Tell why the time for sign-off cannot be set: shorter only while nothing is open."""
    if not FEWEST_DAYS <= wanted <= MOST_DAYS:
        return Hindrance.OUT_OF_RANGE
    return Hindrance.SHORTER_WHILE_OPEN if has_open and wanted < current else None


def as_json(value: Any) -> Any:  # noqa: ANN401  # any column's value
    """Give a value as JSON would give it back."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {name: as_json(each) for name, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, tuple | list) else value


def changes(before: Content, after: Content) -> Content:
    """Give the fields of `after` that differ from `before`."""
    return {name: value for name, value in after.items() if before.get(name) != value}


def parted(wanted: Content, key_fields: Collection[str]) -> tuple[Content, Content]:
    """Part what may be corrected at once from the key facts, which every host signs off."""
    small = {name: value for name, value in wanted.items() if name not in key_fields}
    return small, {name: value for name, value in wanted.items() if name in key_fields}


def leaves_waiting(key: Content, waiting: Content) -> bool:
    """Tell whether an edit with these key facts leaves the change that waits as it is.

    It does when it says the same, and when it has none while the hosts decide about the whole thing.
    """
    return key == waiting or (not key and "status" in waiting)


def changes_between(older: Sequence[Difference], newer: Sequence[Difference]) -> list[Difference]:
    """Tell what one version says otherwise than another: only the facts that differ."""
    old = {row.label: (row.after, row.after_link) for row in older}
    new = {row.label: (row.after, row.after_link) for row in newer}
    nothing = ("", "")
    between = ((label, old.get(label, nothing), new.get(label, nothing)) for label in {**new, **old})
    return [
        Difference(label, before, after, before_link, after_link)
        for label, (before, before_link), (after, after_link) in between
        if (before, before_link) != (after, after_link)
    ]


def heir(staying: Sequence[int], words: Sequence[Word], content_hash: str) -> int | None:
    """Name the host that stands behind a proposal once its proposer has left: the first that signed.

    When nobody who stays has signed it, nobody stands behind it, and it is withdrawn.
    """
    signed = (host for host in staying if standing_of(host, words, content_hash) is Standing.SIGNED)
    return next(signed, None)


def rotated(items: Sequence[T], turn: int) -> list[T]:
    """Begin at another item for each thing, so that nobody is always first."""
    start = turn % len(items) if items else 0
    return [*items[start:], *items[:start]]


def is_reminder_due(proposed_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Tell whether those awaited should be reminded: once, two days after the version was proposed."""
    return reminded_at is None and now >= proposed_at + REMIND_AFTER
