"""Background work of petitions; importing the parts registers it."""

from app.petitions.jobs import counting, petitions, signers

__all__ = ["counting", "petitions", "signers"]
