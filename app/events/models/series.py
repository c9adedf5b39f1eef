"""The table of series: the rule that makes events, and what each of them says at first."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.initiatives.models import Initiative


class SeriesStatus(Labelled):
    """The life of a series."""

    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Waiting for sign-off")
    PUBLISHED = "published", _l("Public")
    #: No more dates are made; those that were stay to be read.
    ENDED = "ended", _l("Ended")


class Series(Base):
    """A gathering that repeats: its settled content and the rule by which its dates become events."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    #: The lasting effort to which its dates belong.
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    #: The UID of its first date, to which all others are tied (RFC 5545, 3.8.4.5).
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    status: Mapped[SeriesStatus] = enum_column(SeriesStatus, default=SeriesStatus.DRAFT)
    title: Mapped[str]
    #: What its events say (`rules.content`), beginning with the first date, and the rule (`rules.series`).
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Up to which day dates have been made; None before the first.
    filled_to: Mapped[date | None]
    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    revised_at: Mapped[datetime]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: Told to everyone.
    end_reason: Mapped[str] = mapped_column(default="")

    cohosting: Mapped[Cohosting] = relationship()
    initiative: Mapped[Initiative | None] = relationship()

    @property
    def is_public(self) -> bool:
        """Tell whether everyone can read its page."""
        return self.status in {SeriesStatus.PUBLISHED, SeriesStatus.ENDED}
