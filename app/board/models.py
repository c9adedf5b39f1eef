"""What organisations would like to do together, and who answered."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base, enum_column
from app.core.i18n import _l
from app.core.labelled import Labelled
from app.events.models import Event
from app.initiatives.models import Theme
from app.organisations.models import Organisation


class Kind(Labelled):
    """What sort of organisation one is, or seeks; said by itself, in the one word that fits best."""

    MEN = "men", _l("A men’s group")
    WOMEN = "women", _l("A women’s group")
    EVERYONE = "everyone", _l("A group for everyone")
    SCHOOL = "school", _l("A school or college")
    WORKPLACE = "workplace", _l("A workplace")
    PUBLIC_SERVICE = "public_service", _l("A council or health service")
    OTHER = "other", _l("Something else")

    @property
    def phrase(self) -> str:
        """Give the words that stand in a sentence."""
        return str(_KIND_PHRASES[self])


class BoardPost(Base):
    """What an organisation would like to do, and with whom."""

    __tablename__ = "board_posts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Who wrote it: a note.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str]
    idea: Mapped[str] = mapped_column(default="")
    brings: Mapped[str] = mapped_column(default="")
    we_are: Mapped[Kind] = enum_column(Kind)
    #: Values of `Kind`.
    seeks: Mapped[list[str]] = mapped_column(JSON)
    #: Values of `Theme`.
    themes: Mapped[list[str]] = mapped_column(JSON)
    area: Mapped[str] = mapped_column(default="")
    can_be_online: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    is_open: Mapped[bool] = mapped_column(default=True)
    #: After this it comes off by itself, so that nobody answers what is forgotten.
    open_until: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def sought(self) -> list[Kind]:
        """Give whom it seeks."""
        return [kind for kind in Kind if kind in self.seeks]

    @property
    def about(self) -> list[Theme]:
        """Give what it is about."""
        return [theme for theme in Theme if theme in self.themes]


class BoardAnswer(Base):
    """An organisation would like to do it too."""

    __tablename__ = "board_answers"
    __table_args__ = (UniqueConstraint("post_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("board_posts.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    #: Who answered, and by it agreed to host what comes of it, while they may act for the organisation.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    message: Mapped[str]
    at: Mapped[datetime]
    #: The joint draft that came of it.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"))
    post: Mapped[BoardPost] = relationship()
    organisation: Mapped[Organisation] = relationship()
    by: Mapped[User | None] = relationship()
    event: Mapped[Event | None] = relationship()


_KIND_PHRASES = {
    Kind.MEN: _l("a men’s group"),
    Kind.WOMEN: _l("a women’s group"),
    Kind.EVERYONE: _l("a group for everyone"),
    Kind.SCHOOL: _l("a school or college"),
    Kind.WORKPLACE: _l("a workplace"),
    Kind.PUBLIC_SERVICE: _l("a council or health service"),
    Kind.OTHER: _l("something else"),
}
