"""The tasks of an event, shared between its hosts."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.events.models import Event
from app.organisations.models import Organisation


class Task(Base):
    """One thing to do. Its time hangs on the event's, so that it moves along and can be copied."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    #: Opaque and made once, for calendars.
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str]
    #: Minutes after the start; negative for before.
    minutes: Mapped[int]
    #: Who does it: a host, or someone of a host, or nobody yet. A note that gives no rights.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    done_at: Mapped[datetime | None]
    #: Rises with each change: calendars believe only a higher number.
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def is_done(self) -> bool:
        """Tell whether it is done."""
        return self.done_at is not None
