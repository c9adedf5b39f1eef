"""The audit trail and mail in words, as staff read them."""

from app.staff.rules.actions import in_words
from app.staff.rules.details import NAMES, UNSAID, detail_in_words
from app.staff.rules.mail import mail_about, outcome_in_words
