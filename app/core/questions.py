"""Questions that a low room asks of the rooms above it, without knowing them.

A fact tells what has happened; a question wants answers. The one table of who answers what stands
in `app/reactions.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from flask import current_app

Answer = TypeVar("Answer")
Answers = Mapping[type, Sequence[Callable[[Any], Any]]]
EXTENSION = "twain_answers"


class Question(Generic[Answer]):
    """The base of every question; `Question[str]` is answered with texts."""


def ask(question: Question[Answer]) -> list[Answer]:
    """Give everybody's answer to a question, in the order of the table."""
    table = cast("Answers", current_app.extensions[EXTENSION])
    return [answer(question) for answer in table.get(type(question), ())]
