"""What others may react to."""

from dataclasses import dataclass

from app.petitions.models import Petition, PetitionUpdate


@dataclass(frozen=True)
class PetitionClosed:
    """Nobody can sign any more; links that are on their way can still be confirmed for a day."""

    petition: Petition


@dataclass(frozen=True)
class PetitionUpdatePublished:
    """The hosts have news for those who signed."""

    update: PetitionUpdate


@dataclass(frozen=True)
class CountChanged:
    """The counter has written a new count."""

    petition: Petition
    #: The total before.
    before: int
