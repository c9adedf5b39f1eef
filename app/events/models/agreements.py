"""Community agreements, each kept in every version that someone may have accepted."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base
from app.events.models.events import Event


class Agreement(Base):
    """A version of an event's community agreement; replies remember which one was accepted.

    A newest version without text says that the hosts have taken the agreement away.
    """

    __tablename__ = "agreements"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
