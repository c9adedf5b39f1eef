"""Who reacts to which fact: the one table, run in order, inside the same transaction."""

from app.core.facts import Reactions
from app.core.questions import Answers

REACTIONS: Reactions = {}

#: Who answers what a lower room asks (`core.questions`).
ANSWERS: Answers = {}
