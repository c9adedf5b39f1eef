"""What organisations do by themselves: forgetting whom they once invited."""

from app.core.jobs import periodic
from app.core.transaction import transaction
from app.organisations import services


@periodic(hour=4)
def forget_old_addresses() -> None:
    """Forget the addresses of invitations that ran out 90 days ago."""
    with transaction():
        services.forget_old_addresses()
