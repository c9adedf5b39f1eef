"""Background work of petitions; importing the parts registers it."""

from app.petitions.jobs import signers

__all__ = ["signers"]
