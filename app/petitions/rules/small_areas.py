"""Counts of areas that tell nothing about the few: hidden below 5, rounded to 5, and not to be worked out.

The total of a petition is public and exact. Whoever knows how the counts are made could take the
shown areas from it; so when that would say anything about a hidden area, the smallest shown one is
hidden as well.
"""

from collections.abc import Mapping

from app.petitions.models import SignatureSource

SMALLEST_SHOWN = 5
_STEP = 5
#: A rounded count stands for a true one at most so far away.
_BLUR = _STEP // 2
_MOST_HIDDEN = SMALLEST_SHOWN - 1
#: Ways of signing that tell where someone was.
_TELLING = {SignatureSource.EVENT, SignatureSource.PARTNER}


def protected(counts: Mapping[str, int], total: int, *, can_be_unsaid: bool) -> dict[str, int]:
    """Give the areas that may be shown, largest first, with rounded counts.

    `total` is everyone that signed; `can_be_unsaid` tells whether some may have no area at all.
    Areas that are left out have few, or are left out to protect those.
    """
    order = sorted((area for area, count in counts.items() if count > 0), key=lambda each: -counts[each])
    shown = [area for area in order if counts[area] >= SMALLEST_SHOWN]
    few, large = len(order) - len(shown), len(shown)
    while few and shown:
        is_more_hidden = can_be_unsaid or len(shown) < large
        if _is_safe([_rounded(counts[each]) for each in shown], total, few, is_more_hidden=is_more_hidden):
            break
        shown.pop()
    return {area: _rounded(counts[area]) for area in shown}


def told_ways(ways: Mapping[SignatureSource, int]) -> tuple[dict[SignatureSource, int], bool]:
    """Give the ways that may be told, largest first, and whether the few of others stand with the site’s own.

    Who came to a small event would stand out; what came on paper is public by itself.
    """
    few = {each for each in _TELLING & ways.keys() if 0 < ways[each] < SMALLEST_SHOWN}
    folded = {each: number for each, number in ways.items() if number > 0 and each not in few}
    if few:
        folded[SignatureSource.WEB] = folded.get(SignatureSource.WEB, 0) + sum(ways[each] for each in few)
    return dict(sorted(folded.items(), key=lambda each: -each[1])), bool(few)


def _is_safe(rounded: list[int], total: int, few: int, *, is_more_hidden: bool) -> bool:
    """Tell whether any hidden area could still have anything from 1 to 4, for all that one can see."""
    least = total - sum(each + _BLUR for each in rounded)
    most = total - sum(max(SMALLEST_SHOWN, each - _BLUR) for each in rounded)
    can_be_one = is_more_hidden or least <= 1 + _MOST_HIDDEN * (few - 1)
    return can_be_one and most >= _MOST_HIDDEN


def _rounded(count: int) -> int:
    return _STEP * round(count / _STEP)
