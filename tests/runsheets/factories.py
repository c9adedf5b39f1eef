"""Make tasks for tests; they are committed at once."""

from sqlalchemy import select

from app.core.database import session
from app.core.transaction import transaction
from app.events.models import Event
from app.runsheets import services
from app.runsheets.models import Task
from app.runsheets.services import TaskDetails


def make_task(event: Event, title: str = "Bring the tea") -> Task:
    """Make a task that nobody does yet."""
    with transaction():
        services.add_task(event, TaskDetails(title, 0))
    return session.scalars(select(Task).where(Task.event_id == event.id, Task.title == title)).one()
