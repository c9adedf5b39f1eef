"""Who reacts to which fact: the one table, run in order, inside the same transaction."""

from app.core.facts import Reactions

REACTIONS: Reactions = {}
