"""What time itself does: targets fall silent, deadlines pass, election windows open and end."""

from app.asks import queries, services
from app.core import clock
from app.core.jobs import apart, periodic
from app.core.settings import settings
from app.core.transaction import transaction


@periodic(hour=1)
def turn_standings() -> None:
    """Set silent and overdue, each in a transaction of its own; running twice changes nothing more."""
    after_days = settings().silent_after_days
    for ask_target_id in queries.due_to_turn(clock.now().date(), after_days):
        with apart(ask_target=ask_target_id), transaction():
            ask_target = queries.ask_target_by_id(ask_target_id)
            if ask_target is not None:
                services.turn(ask_target, after_days)


@periodic(minutes=15)
def turn_windows() -> None:
    """Draw public pages anew on the days when asks are hidden, or shown again, by rule."""
    if not queries.asks_with_window_on(clock.now().date()):
        return
    with transaction():
        for ask in queries.asks_with_window_on(clock.now().date()):
            services.touch_pages(ask)


@periodic(hour=3)
def forget_old_askers() -> None:
    """Forget the addresses of those whose requests for a correction were answered long ago."""
    with transaction():
        services.forget_addresses()
