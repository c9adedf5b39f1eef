"""Open and close petitions on time."""

from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.queries import petitions as queries


@periodic(minutes=1)
def open_and_close() -> None:
    """Open what is due and close what is over, each in its own transaction."""
    now = clock.now()
    for petition_id in queries.due_to_open(now):
        with apart(petition=petition_id), transaction():
            services.open_on_time(petition_id)
    for petition_id in queries.due_to_close(now):
        with apart(petition=petition_id), transaction():
            services.close_on_time(petition_id)
