"""The spots that hosts hold for their own communities."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base, enum_column
from app.events.models import Event, Way
from app.organisations.models import Organisation


class Allocation(Base):
    """Spots that one host holds for its own community, reached by its link; released at some time."""

    __tablename__ = "allocations"
    __table_args__ = (
        UniqueConstraint("event_id", "organisation_id", "way"),
        CheckConstraint("used >= 0 AND spots >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    way: Mapped[Way] = enum_column(Way)
    spots: Mapped[int]
    #: How many of them replies have; the others are part of `events.held_*` until the release.
    used: Mapped[int] = mapped_column(default=0)
    releases_at: Mapped[datetime] = mapped_column(index=True)
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def left(self) -> int:
        """Give how many spots are still held."""
        return 0 if self.released_at else max(0, self.spots - self.used)
