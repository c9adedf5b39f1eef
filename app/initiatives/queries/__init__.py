"""Reads of initiatives: names are nouns."""

from app.initiatives.queries.contents import (
    settled_content,
    working_content,
)
from app.initiatives.queries.initiatives import (
    aim_of,
    aims_of,
    initiative_by_slug,
    initiative_of,
    initiatives_held_by,
    initiatives_of_hosts,
    locked,
    milestone_of,
    milestones_due_for,
    milestones_of,
    updates_of,
)
