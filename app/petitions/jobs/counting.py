"""Count every minute; make the whole count anew and publish the logs' heads every night."""

from datetime import timedelta

from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.queries import counts

#: A night's recount looks at petitions that were counted since the last two.
_LOOK_BACK = timedelta(days=2)


@periodic(minutes=1)
def count_signatures() -> None:
    """Count what has been confirmed or ended, in batches, each in its own transaction."""
    for petition_id in counts.uncounted_petitions():
        with apart(petition=petition_id):
            _count(petition_id)


@periodic(hour=0)
def publish_heads() -> None:
    """Sign the day's head of each log that has grown."""
    for petition_id in counts.counted_since(clock.now() - _LOOK_BACK):
        with apart(petition=petition_id), transaction():
            services.publish_head(petition_id)


@periodic(hour=2)
def recount_signatures() -> None:
    """Compare counts with the signatures themselves; repair and raise an alarm where they differ."""
    for petition_id in counts.counted_since(clock.now() - _LOOK_BACK):
        with apart(petition=petition_id), transaction():
            services.recount(petition_id)


def _count(petition_id: int) -> None:
    is_left = True
    while is_left:
        with transaction():
            is_left = services.count_batch(petition_id) > 0
