"""The audit trail in words, as staff read it."""

from app.staff.rules.actions import in_words
from app.staff.rules.details import NAMES, UNSAID, detail_in_words

__all__ = ["NAMES", "UNSAID", "detail_in_words", "in_words"]
