"""Write into the tracker that the hosts of a petition turned to a target, for each ask that it carries."""

from collections.abc import Callable

from app.asks.models import AskStatus, Standing, Target
from app.asks.queries import targets_of as put_to
from app.asks.services import Turn, Writing, record_contact
from app.core.i18n import in_language
from app.petitions.models import Petition
from app.petitions.queries import petitions as queries


def keep_contacts(petition: Petition, target: Target, turn: Callable[[], Turn], writing: Writing) -> None:
    """Keep one contact for each public ask that was put to the target; `turn` says it in its language."""
    for ask in queries.asks_of(petition):
        if ask.status is not AskStatus.PUBLISHED:
            continue
        with in_language(ask.language):
            said = turn()
        for put in put_to(ask):
            if put.target_id == target.id and put.standing is not Standing.WITHDRAWN:
                record_contact(put, said, writing)
