"""What a signature must be like, and what the public log holds for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from app.core.i18n import _
from app.core.text import names_site
from app.core.transitions import moved
from app.petitions.models import Perspective, ReasonStatus
from app.petitions.models import SignatureStatus as S

TRANSITIONS: dict[S, frozenset[S]] = {
    S.PENDING: frozenset({S.CONFIRMED, S.QUARANTINED, S.WITHDRAWN, S.REMOVED}),
    S.CONFIRMED: frozenset({S.QUARANTINED, S.WITHDRAWN, S.REMOVED}),
    #: Released: confirmed if the signer had confirmed, else waiting again.
    S.QUARANTINED: frozenset({S.CONFIRMED, S.PENDING, S.WITHDRAWN, S.REMOVED}),
    S.WITHDRAWN: frozenset(),
    S.REMOVED: frozenset(),
}
#: Stands under the petition, counted or not.
CURRENT = frozenset({S.PENDING, S.CONFIRMED, S.QUARANTINED})

#: A second try with an address brings at most so many mails, and none sooner than this.
MOST_MAILS = 5
MAIL_AGAIN = timedelta(minutes=5)
#: When someone who has not confirmed is reminded: so long after signing, at most three times.
REMIND_AFTER = (timedelta(days=1), timedelta(days=4), timedelta(days=10))
FORGET_PENDING = timedelta(days=30)
#: So long after closing, signers become numbers.
ANONYMISE_AFTER = timedelta(days=182)

SALT_BYTES = 16
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class OnAddress:
    """A signature that an address has under this petition already."""

    rank: int
    name_key: str | None
    postcode_key: str | None


def move(old: S, new: S) -> S:
    """Give the new status; raise ImpossibleMove when it may not follow the old one."""
    return moved(TRANSITIONS, old, new)


def refusal_of_name(name: str) -> str:
    """Say why something cannot be a name; nothing when it can.

    Links are how names are misused as advertising; the four signs make formulas of a list's cells.
    """
    if name.startswith(_FORMULA):
        return _("Begin the name with a letter. Signs such as = + - @ cannot stand first.")
    if names_site(name):
        return _("Write a name without a web address in it.")
    if not any(sign.isalpha() for sign in name):
        return _("Write a name with at least one letter in it.")
    return ""


def can_be_place(text: str) -> bool:
    """Tell whether something can be a postcode or the name of a place: no link, no formula."""
    return not text.startswith(_FORMULA) and not names_site(text)


def rank_for(standing: list[OnAddress], name_key: str, postcode_key: str | None) -> int | None:
    """Give the place of a new signature in its household: 1, 2, or None when it stands already.

    One address may serve two people: under another name, with the same postcode. Never a third.
    """
    if not standing:
        return 1
    if len(standing) > 1 or postcode_key is None:
        return None
    first = standing[0]
    if first.name_key == name_key or first.postcode_key != postcode_key:
        return None
    return 2 if first.rank == 1 else 1


def commitment(salt: bytes, petition_id: int, email_key: str, created_at: datetime) -> bytes:
    """Give what the log holds for a signature: 32 bytes that reveal nothing without the salt."""
    signed = f"{petition_id}\n{email_key}\n{created_at:%Y-%m-%dT%H:%M:%SZ}"
    return sha256(salt + signed.encode()).digest()


def may_mail_again(mails: int, mailed_at: datetime | None, now: datetime) -> bool:
    """Tell whether an address that is typed again may get another mail."""
    return mails < MOST_MAILS and (mailed_at is None or now >= mailed_at + MAIL_AGAIN)


def is_reminder_due(created_at: datetime, reminders: int, now: datetime) -> bool:
    """Tell whether someone who has not confirmed should be reminded now."""
    return reminders < len(REMIND_AFTER) and now >= created_at + REMIND_AFTER[reminders]


def hash_of_words(reason: str, name: str = "") -> str:
    """Give by what it is known whether a reason, and the name to be shown with it, are still those read."""
    return sha256(f"{name}\n{reason}".encode()).hexdigest()


def reason_status(reason: str) -> ReasonStatus:
    """Give where a reason stands that has just been written: someone reads it before anyone sees it."""
    return ReasonStatus.WAITING if reason else ReasonStatus.NONE


def balanced(reasons: dict[Perspective, list[int]], most: int) -> list[int]:
    """Choose reasons (by id, newest first) so that each perspective speaks in turn.

    Never by votes: the first of each, then the second of each, until there are enough.
    """
    chosen: list[int] = []
    turn = 0
    while len(chosen) < most and any(turn < len(ids) for ids in reasons.values()):
        for perspective in Perspective:
            ids = reasons.get(perspective, [])
            if turn < len(ids) and len(chosen) < most:
                chosen.append(ids[turn])
        turn += 1
    return chosen
