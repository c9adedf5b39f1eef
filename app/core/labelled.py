"""Closed lists of choices that carry the words people read."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A choice and its words: `OPEN = "open", _l("Open for gifts")`."""

    #: Kept as they were given: said in the reader's language whenever they are shown.
    words: str

    def __new__(cls, value: str, words: str | None = None) -> Self:
        """Make a member; `Status("open")` finds one by its value, but none is made without words."""
        if words is None:
            raise TypeError(f"{value!r} has no words that people can read.")
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    @property
    def label(self) -> str:
        """Give the words people read, in their language."""
        return str(self.words)
