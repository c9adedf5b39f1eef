"""The blueprint, and how a list goes on."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, request

from app.core.numbers import row_number

blueprint = Blueprint("staff", __name__)

PAGE_LENGTH = 50


class Numbered(Protocol):
    """Anything with a number that only rises."""

    @property
    def id(self) -> int:
        """Give the number."""


Row = TypeVar("Row", bound=Numbered)


def cursor() -> int | None:
    """Give the number before which this page begins; None for the first page."""
    return row_number(request.args.get("before", ""))


def page_of(rows: Sequence[Row], length: int = PAGE_LENGTH) -> tuple[Sequence[Row], str]:
    """Cut one row too many off a page, and give the address of the next page if there is one."""
    shown = rows[:length]
    if len(rows) <= length:
        return shown, ""
    kept = {name: value for name, value in request.args.items() if name != "before" and value}
    return shown, f"{request.path}?{urlencode({**kept, 'before': shown[-1].id})}"
