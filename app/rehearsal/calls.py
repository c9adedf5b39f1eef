"""One call of the API: whose, with what, on which world."""

from dataclasses import dataclass
from typing import Any

from app.rehearsal.shapes import Thing, listed
from app.rehearsal.world import World

DEFAULT_LIMIT = 10
LARGEST_LIMIT = 100


@dataclass(frozen=True)
class Call:
    """A call that has been let in, with its parameters checked."""

    world: World
    account: str
    params: dict[str, Any]
    path: str

    def a_page(self, rows: list[Thing]) -> Thing:
        """Give the asked part of a list that stands newest first."""
        rows = [each for each in rows if _made_when(each, self.params.get("created"))]
        ids = [each["id"] for each in rows]
        after = self.params.get("starting_after")
        start = ids.index(after) + 1 if after in ids else 0
        limit = min(self.params.get("limit", DEFAULT_LIMIT), LARGEST_LIMIT)
        return listed(rows[start : start + limit], self.path, has_more=len(rows) > start + limit)


def _made_when(thing: Thing, created: Any) -> bool:  # noqa: ANN401  # nothing, a second, or bounds
    if created is None:
        return True
    if isinstance(created, int):
        return bool(thing["created"] == created)
    made = thing["created"]
    return bool(
        made >= created.get("gte", made)
        and made <= created.get("lte", made)
        and made > created.get("gt", made - 1)
        and made < created.get("lt", made + 1)
    )
