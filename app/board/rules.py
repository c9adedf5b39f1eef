"""Who would fit whom, and why, said in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.board.models import BoardPost, Kind
from app.core.i18n import _, name_all
from app.events.rules.finding import fold

OPEN_FOR = timedelta(days=90)
MOST_OPEN = 5
MOST_SUGGESTIONS = 6
#: Words of an area that say nothing about where it is.
_EMPTY_WORDS = frozenset({"and", "near", "the", "of", "in", "city", "town", "area", "et", "de", "la", "le"})


@dataclass(frozen=True)
class Suggestion:
    """A post that would fit one's own, and why."""

    own: BoardPost
    other: BoardPost
    score: int
    reason: str


@dataclass(frozen=True)
class _Fit:
    score: int
    why: str


def suggestions(own: Sequence[BoardPost], others: Iterable[BoardPost]) -> list[Suggestion]:
    """Give the posts of others that fit one's own best, each once with the own post that it fits best."""
    best: dict[int, Suggestion] = {}
    for other in others:
        for mine in own:
            found = suggestion(mine, other)
            if found and (other.id not in best or found.score > best[other.id].score):
                best[other.id] = found
    ordered = sorted(best.values(), key=lambda each: (-each.score, each.other.id))
    return ordered[:MOST_SUGGESTIONS]


def suggestion(own: BoardPost, other: BoardPost) -> Suggestion | None:
    """Say whether and why another post fits one's own; None when they do not complement each other.

    Somebody must seek what the other is, the dates must not exclude each other, and there must be a
    place, or a screen, where both can be.
    """
    complement, place = _complement(own, other), _place(own, other)
    if complement is None or place is None or not _dates_meet(own, other):
        return None
    fits = [complement, place, *_themes(own, other), *_dates(own, other)]
    reasons = name_all([fit.why for fit in fits if fit.why])
    sentence = _("It may fit “%(title)s”, because %(reasons)s.", title=own.title, reasons=reasons)
    return Suggestion(own, other, sum(fit.score for fit in fits), sentence)


def _complement(own: BoardPost, other: BoardPost) -> _Fit | None:
    we_seek_them, they_seek_us = other.we_are in own.sought, own.we_are in other.sought
    them, us = other.we_are.phrase, own.we_are.phrase
    if we_seek_them and they_seek_us:
        return _Fit(8, _("you seek %(them)s and they seek %(us)s", them=them, us=us))
    if we_seek_them:
        return _Fit(3, _("you seek %(them)s", them=them))
    if they_seek_us:
        return _Fit(3, _("they seek %(us)s", us=us))
    return None


def _place(own: BoardPost, other: BoardPost) -> _Fit | None:
    if area := shared_area(own.area, other.area):
        return _Fit(4, _("you are both in %(area)s", area=area))
    if own.can_be_online and other.can_be_online:
        return _Fit(2, _("you could both meet online"))
    if not own.area or not other.area:
        return _Fit(0, "")
    return None


def _themes(own: BoardPost, other: BoardPost) -> list[_Fit]:
    shared = [theme for theme in own.about if theme in other.about]
    if not shared:
        return []
    themes = name_all([theme.label.lower() for theme in shared])
    return [_Fit(len(shared), _("you both care about %(themes)s", themes=themes))]


def _dates(own: BoardPost, other: BoardPost) -> list[_Fit]:
    are_known = all(post.from_on or post.to_on for post in (own, other))
    return [_Fit(1, _("your dates meet"))] if are_known else []


def _dates_meet(own: BoardPost, other: BoardPost) -> bool:
    """Tell whether there is a day that neither rules out."""
    begins = [post.from_on for post in (own, other) if post.from_on]
    ends = [post.to_on for post in (own, other) if post.to_on]
    return not begins or not ends or max(begins) <= min(ends)


def shared_area(one: str, other: str) -> str:
    """Give the words that two areas share, as the first writes them; empty for none."""
    theirs = set(fold(other).split()) - _EMPTY_WORDS
    parts = (part.strip() for part in one.replace("/", ",").split(","))
    for part in parts:
        words = set(fold(part).split()) - _EMPTY_WORDS
        if words & theirs:
            return part
    return ""


def seeking(kinds: Sequence[Kind]) -> str:
    """Say whom a post seeks."""
    return name_all([kind.phrase for kind in kinds])
