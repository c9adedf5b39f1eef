"""Background work of petitions; importing the parts registers it."""

from app.petitions.jobs import petitions, signers

__all__ = ["petitions", "signers"]
