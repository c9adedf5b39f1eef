"""In January: send everyone who gave a statement of the year."""

from app.core import clock
from app.core.jobs import periodic
from app.core.transaction import transaction
from app.donations.queries.giver import givers_without_statement
from app.donations.services.givers import send_statement

JANUARY = 1
#: So many leave in one transaction, and so many at most in one night.
BATCH = 100
MOST = 5_000


@periodic(hour=8)
def send_statements() -> None:
    """Send the statements of the year that is over, each once."""
    now = clock.now()
    if now.month != JANUARY:
        return
    year, sent = now.year - 1, 0
    while sent < MOST and (batch := givers_without_statement(year, BATCH)):
        with transaction():
            for email_key in batch:
                send_statement(email_key, year)
        sent += len(batch)
