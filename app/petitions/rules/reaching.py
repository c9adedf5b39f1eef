"""From how many signatures on something follows."""

import re
from collections.abc import Mapping

from app.petitions.models import Consequence

#: Which field of what hosts write stands for which consequence.
STEPS: Mapping[str, Consequence] = {
    "tell_from": Consequence.NOTIFY_TARGET,
    "meet_from": Consequence.ASK_FOR_MEETING,
}
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


def address_in(contact: str) -> str:
    """Give the first e-mail address in what is known of a target's public contact; nothing when none is."""
    found = _ADDRESS.search(contact)
    return found.group().rstrip(".") if found else ""
