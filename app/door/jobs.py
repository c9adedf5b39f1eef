"""Background work: forget what is not needed any more."""

from app.core.jobs import periodic
from app.core.transaction import transaction
from app.door import services


@periodic(hour=4)
def forget_door() -> None:
    """Delete links and the names of people who had not replied, two weeks after their event."""
    with transaction():
        services.forget_walk_ins()
