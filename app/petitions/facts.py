"""What others may react to."""

from dataclasses import dataclass

from app.petitions.models import Petition, PetitionUpdate, Signature, Threshold


@dataclass(frozen=True)
class PetitionOpened:
    """The public can sign the petition now."""

    petition: Petition


@dataclass(frozen=True)
class PetitionChanged:
    """Something that the public sees of a petition has changed."""

    petition: Petition


@dataclass(frozen=True)
class PetitionClosed:
    """Nobody can sign any more; links that are on their way can still be confirmed for a day."""

    petition: Petition


@dataclass(frozen=True)
class PetitionWithdrawn:
    """The hosts have taken the petition back, or staff have hidden it."""

    petition: Petition


@dataclass(frozen=True)
class PetitionUpdatePublished:
    """The hosts have news for those who signed."""

    update: PetitionUpdate


@dataclass(frozen=True)
class SignatureConfirmed:
    """Someone has confirmed a signature; it is not counted yet."""

    signature: Signature


@dataclass(frozen=True)
class SignatureEnded:
    """A signature was withdrawn or removed; the count does not know it yet."""

    signature: Signature


@dataclass(frozen=True)
class CountChanged:
    """The counter has written a new count."""

    petition: Petition
    #: The total before.
    before: int


@dataclass(frozen=True)
class ThresholdReached:
    """So many have signed that its consequence follows, for the first time."""

    petition: Petition
    threshold: Threshold
