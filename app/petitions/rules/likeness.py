"""Which words of two petitions are alike: “school” and “schools” are, whatever the language."""

from collections.abc import Collection, Iterable

#: Shorter words say nothing of what a petition is about: and, the, for …
LEAST_LETTERS = 4
#: So many letters more may the longer of two alike words have.
MOST_MORE = 2


def are_alike(one: str, other: str) -> bool:
    """Tell whether one word begins with the other and is hardly longer."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= MOST_MORE


def telling(words: Iterable[str]) -> list[str]:
    """Give the words that say what something is about; of those that are alike, only the first."""
    kept: list[str] = []
    for word in sorted(set(words)):
        if len(word) >= LEAST_LETTERS and not any(are_alike(word, each) for each in kept):
            kept.append(word)
    return kept


def beginning(word: str) -> str:
    """Give the letters with which every telling word begins that is alike."""
    return word[: max(LEAST_LETTERS, len(word) - MOST_MORE)]


def how_many_shared(wanted: Iterable[str], there: Collection[str]) -> int:
    """Count the wanted words to which some word there is alike.

    Sets, not pairs: a petition has hundreds of words, and hundreds of petitions are looked at.
    """
    found = {word for word in there if len(word) >= LEAST_LETTERS}
    begun = found | {word[:-more] for word in found for more in range(1, MOST_MORE + 1)}
    return sum(word in begun or any(word[:end] in found for end in _shorter(word)) for word in wanted)


def _shorter(word: str) -> range:
    return range(len(beginning(word)), len(word))
