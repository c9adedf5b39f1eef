"""Background work of petitions; importing the parts registers it."""

from app.petitions.jobs import counting, news, petitions, removals, signers
