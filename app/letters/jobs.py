"""Background work: send what is due, a hundred letters at a time; forget what is over."""

from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.letters import services
from app.letters.queries import events_to_remind, events_to_thank, events_with_hidden


@periodic(minutes=5)
def send_reminders() -> None:
    """Remind everyone of whom a reminder is due now."""
    for event_id in events_to_remind(clock.now()):
        with apart(event=event_id):
            while _remind(event_id):
                pass


@periodic(minutes=15)
def send_thanks() -> None:
    """Thank everyone the morning after."""
    for event_id in events_to_thank(clock.now()):
        with apart(event=event_id):
            while _thank(event_id):
                pass


@periodic(hour=5)
def show_feedback() -> None:
    """Let hosts see the answers of the day where they are enough; forget tickets and rests that are over.

    Once a day, so that no moment tells whose answer it was that made them enough.
    """
    for event_id in events_with_hidden():
        with apart(event=event_id), transaction():
            services.bring_into_view(event_id)
    with transaction():
        services.forget_tickets(clock.now())
        services.forget_rests(clock.now())


def _remind(event_id: int) -> int:
    with transaction():
        return services.remind(event_id)


def _thank(event_id: int) -> int:
    with transaction():
        return services.thank(event_id)
