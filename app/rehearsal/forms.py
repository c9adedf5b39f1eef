"""Read the bracketed forms that Stripe takes: `line_items[0][price_data][currency]=gbp`."""

import re
from collections.abc import Iterable
from typing import Any

from app.rehearsal.refusals import invalid

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Give the nested parameters of a form: dicts, lists and texts."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        match = _KEY.fullmatch(name)
        if not match:
            raise invalid(f"Invalid parameter name: {name}", param=name)
        _put(root, [match[1], *_PART.findall(match[2])], value)
    return {name: _with_lists(value) for name, value in root.items()}


def _put(root: dict[str, Any], path: list[str], value: str) -> None:
    here = root
    for step in path[:-1]:
        name = step or str(len(here))
        here = here.setdefault(name, {})
        if not isinstance(here, dict):
            raise invalid("Invalid hash", param=path[0])
    here[path[-1] or str(len(here))] = value


def _with_lists(value: Any) -> Any:  # noqa: ANN401  # a form's nested value
    """Turn a dict whose keys count 0, 1, 2 … into a list."""
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(each) for name, each in value.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner
