"""What others may react to."""

from dataclasses import dataclass

from app.initiatives.models import Initiative


@dataclass(frozen=True)
class InitiativeChanged:
    """What other pages show of an initiative has changed: its title, or whether anyone can read it."""

    initiative: Initiative
