"""Petitions, what they carry, and what their hosts and our staff do with them.

A petition's columns are its settled content: what the public sees once it is open, the joint draft
before. Its counts are written only by `services/counting.py`.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.asks.models import Ask, Target
from app.cohosting.models import Cohosting
from app.core.database import Base, enum_column
from app.initiatives.models import Initiative
from app.organisations.models import Organisation
from app.petitions.models.kinds import (
    AreaQuestion,
    Consequence,
    ModerationVerdict,
    NewsKind,
    PetitionStatus,
)


class Petition(Base):
    """One text that people sign."""

    __tablename__ = "petitions"
    __table_args__ = (
        CheckConstraint("signature_count >= 0", name="signature_count_not_negative"),
        CheckConstraint("paper_count >= 0", name="paper_count_not_negative"),
        Index("ix_petitions_status_opened", "status", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohosting_id: Mapped[int] = mapped_column(ForeignKey("cohostings.id"), unique=True)
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"), index=True)
    slug: Mapped[str] = mapped_column(String(90), unique=True)
    status: Mapped[PetitionStatus] = enum_column(PetitionStatus, default=PetitionStatus.DRAFT)

    #: At most 80 signs.
    title: Mapped[str]
    #: What is demanded, in at most 300 signs.
    demand: Mapped[str] = mapped_column(default="")
    #: Markdown, at most 4 000 signs.
    background: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    area_question: Mapped[AreaQuestion] = enum_column(AreaQuestion, default=AreaQuestion.NONE)
    is_area_required: Mapped[bool] = mapped_column(default=False)
    #: Opens at once when empty.
    opens_at: Mapped[datetime | None] = mapped_column(index=True)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    #: The IANA zone in which hosts write these two, and everyone reads them.
    zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    #: The first goal; later ones follow by tiers (`rules.goals`).
    first_goal: Mapped[int] = mapped_column(default=100)
    #: Folded words for search, kept by services.
    search_words: Mapped[str] = mapped_column(default="")

    #: Counted confirmed signatures (without paper) and checked paper rows.
    signature_count: Mapped[int] = mapped_column(default=0)
    paper_count: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime | None]
    #: When the whole count was last made anew and agreed.
    verified_at: Mapped[datetime | None]
    #: How many leaves the public log has.
    log_size: Mapped[int] = mapped_column(default=0)

    #: Raised at each edit, for optimistic locking between co-hosts.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    revised_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    #: Since when staff are asked to read it.
    submitted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: Why its hosts closed it early, told to everyone.
    close_reason: Mapped[str] = mapped_column(default="")
    anonymised_at: Mapped[datetime | None]

    cohosting: Mapped[Cohosting] = relationship()
    initiative: Mapped[Initiative | None] = relationship()

    @property
    def total(self) -> int:
        """Give how many have signed, on paper and otherwise."""
        return self.signature_count + self.paper_count

    @property
    def last_day(self) -> date | None:
        """Give the last day on which people can sign, or could, as the clocks of its zone have it."""
        ends = self.closed_at or self.closes_at
        if ends is None:
            return None
        return (ends - timedelta(microseconds=1)).astimezone(ZoneInfo(self.zone)).date()


class PetitionAsk(Base):
    """An ask that a petition carries."""

    __tablename__ = "petition_asks"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    petition: Mapped[Petition] = relationship()
    ask: Mapped[Ask] = relationship()


class PetitionTarget(Base):
    """Someone a petition is addressed to."""

    __tablename__ = "petition_targets"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("targets.id"), primary_key=True, index=True)
    petition: Mapped[Petition] = relationship()
    target: Mapped[Target] = relationship()


class Threshold(Base):
    """A number of signatures and what follows when it is reached; falls back when they are removed."""

    __tablename__ = "petition_thresholds"
    __table_args__ = (UniqueConstraint("petition_id", "consequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    count: Mapped[int]
    consequence: Mapped[Consequence] = enum_column(Consequence)
    reached_at: Mapped[datetime | None]
    #: When its consequence was carried out; never a second time after a fall-back.
    acted_at: Mapped[datetime | None]
    petition: Mapped[Petition] = relationship()


class PetitionUpdate(Base):
    """News from the hosts; shown on the page, and told to signers who wished to hear."""

    __tablename__ = "petition_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    title: Mapped[str]
    #: Markdown.
    body: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    at: Mapped[datetime]
    petition: Mapped[Petition] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class PetitionNews(Base):
    """Something that signers who wish to hear are told, once; planned in batches, sent spread out."""

    __tablename__ = "petition_news"
    __table_args__ = (UniqueConstraint("petition_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    kind: Mapped[NewsKind] = enum_column(NewsKind)
    #: What exactly, so that it is told once: `update:12`, `milestone:1000`, `answer:34`, `closed`.
    about: Mapped[str] = mapped_column(String(60))
    #: What its words are made of (`rules.news`).
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    #: The last signature for which a mail is planned, and when all were.
    planned_to: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime | None] = mapped_column(index=True)
    petition: Mapped[Petition] = relationship()


class PetitionVersion(Base):
    """What a petition said after one edit, and who wrote it; only hosts read it."""

    __tablename__ = "petition_versions"
    __table_args__ = (UniqueConstraint("petition_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    petition: Mapped[Petition] = relationship()
    by: Mapped[User | None] = relationship()


class PetitionReview(Base):
    """What a member of staff said of a petition; append-only."""

    __tablename__ = "petition_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    verdict: Mapped[ModerationVerdict] = enum_column(ModerationVerdict)
    #: A code of `rules.moderation.REASONS`; empty when it passed.
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    petition: Mapped[Petition] = relationship()
    by: Mapped[User | None] = relationship()


class Delivery(Base):
    """A petition handed over to a target, and the receipt for it."""

    __tablename__ = "petition_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("targets.id"))
    #: How many signatures the pack stood for.
    count: Mapped[int]
    delivered_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    #: When hosts took it back, and what was wrong; it stays to be read.
    corrected_at: Mapped[datetime | None]
    correction: Mapped[str] = mapped_column(default="", server_default="")
    petition: Mapped[Petition] = relationship()
    target: Mapped[Target | None] = relationship()
