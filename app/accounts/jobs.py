"""What accounts does by itself: erasing those whose week is over, forgetting what has run out."""

from app.accounts import services
from app.accounts.models import User
from app.accounts.queries import due_erasures
from app.core import clock
from app.core.database import session
from app.core.jobs import apart, periodic
from app.core.transaction import transaction


@periodic(minutes=30)
def erase_due_users() -> None:
    """Erase everyone whose week is over, each in a transaction of their own."""
    for user_id in due_erasures(clock.now()):
        with apart(user=user_id), transaction():
            user = session.get(User, user_id)
            if user is not None:
                services.erase_due(user)


@periodic(hour=3)
def forget_old_sessions() -> None:
    """Delete sessions and links that have run out."""
    with transaction():
        services.forget_old()
