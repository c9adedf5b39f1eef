"""Write out what a call asks for by `expand`: `latest_charge.balance_transaction`, `data.payments`."""

import copy
from collections.abc import Sequence
from typing import Any

from app.rehearsal.refusals import invalid
from app.rehearsal.shapes import Thing
from app.rehearsal.world import PLATFORM, World, without_included

DEEPEST = 4


def expanded(world: World, account: str, thing: Thing, paths: Sequence[str]) -> Thing:
    """Give a copy of a thing with ids replaced by what they stand for."""
    answer = copy.deepcopy(thing)
    wanted = [path.split(".") for path in paths]
    for each in answer["data"] if answer.get("object") == "list" else [answer]:
        if not any("payments" in path for path in wanted):
            without_included(each)
    for path in wanted:
        if len(path) > DEEPEST:
            raise invalid("You can expand four levels at most", param="expand")
        _expand(world, account, answer, path)
    return answer


def _expand(world: World, account: str, node: Any, path: list[str]) -> None:  # noqa: ANN401  # things or lists
    if not path or node is None:
        return
    if isinstance(node, list):
        for each in node:
            _expand(world, account, each, path)
        return
    if path[0] not in node:
        raise invalid(f"This property cannot be expanded ({path[0]}).", param="expand")
    if isinstance(node[path[0]], str):
        found = world.find(account, node[path[0]]) or world.find(PLATFORM, node[path[0]])
        node[path[0]] = copy.deepcopy(found)
    _expand(world, account, node[path[0]], path[1:])
