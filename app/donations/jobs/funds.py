"""Close funds on time, and let their sums rest."""

from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.donations import services
from app.donations.queries import funds as queries


@periodic(minutes=10)
def close_funds() -> None:
    """Close what is over, each in its own transaction."""
    for fund_id in queries.due_to_close(clock.now().date()):
        with apart(fund=fund_id), transaction():
            services.close_on_time(fund_id)
