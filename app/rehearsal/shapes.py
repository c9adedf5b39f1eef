"""The shapes of Stripe's objects: every field of Stripe's published fixtures, empty.

`shapes.json` holds facts only, the field names of each kind; `ALSO` names fields that the fixtures leave
out though Stripe's reference has them.
"""

import copy
import json
from pathlib import Path
from typing import Any

Thing = dict[str, Any]

SHAPES: dict[str, Thing] = json.loads(Path(__file__).with_name("shapes.json").read_text(encoding="utf-8"))
ALSO = {
    "refund": {"failure_reason": None, "failure_balance_transaction": None},
    "event": {"account": None},
    "invoice": {"payments": None},
}


def blank(kind: str, **fields: object) -> Thing:
    """Give a new thing of a kind with some fields filled; raise KeyError for a field it does not have."""
    thing = copy.deepcopy(SHAPES[kind])
    known = {*thing, *ALSO.get(kind, {})}
    for name in fields:
        if name not in known:
            raise KeyError(f"{kind} has no {name}")
    return thing | fields


def listed(rows: list[Thing], url: str, *, has_more: bool = False) -> Thing:
    """Give a list as Stripe writes one."""
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}
