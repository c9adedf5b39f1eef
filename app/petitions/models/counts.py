"""The count's journals and the public log: append-only, written by the counter alone.

The log keeps its hashes in tiles of 256, level by level (level 0: leaves; level n: the roots of full
tiles of level n - 1), so that a proof over a million leaves reads a handful of rows.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, EnumText, enum_column
from app.petitions.models.kinds import LogKind, SignatureSource


class AreaCount(Base):
    """How many have signed in one area; small numbers never leave `rules.small_areas` as they are."""

    __tablename__ = "petition_area_counts"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class DayCount(Base):
    """How many signed on one day (UTC) by one way, and how many ended on it."""

    __tablename__ = "petition_day_counts"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[SignatureSource] = mapped_column(EnumText(SignatureSource), primary_key=True)
    signed: Mapped[int] = mapped_column(default=0)
    ended: Mapped[int] = mapped_column(default=0)


class LogTile(Base):
    """Up to 256 hashes of 32 bytes of one level of a petition's Merkle tree (RFC 6962)."""

    __tablename__ = "petition_log_tiles"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class LogLine(Base):
    """One line of a petition's public log: written once, never changed.

    It names its signature by the number only: the check of a foreign key would lock, and so write, each
    signature's row, which counting never touches. Signatures in the log are never deleted.
    """

    __tablename__ = "petition_log_lines"
    #: Each signature has one line that says it was signed, and one at most that says it ended.
    __table_args__ = tuple(
        Index(
            f"uq_petition_log_lines_{name}",
            "signature_id",
            unique=True,
            sqlite_where=text(condition),
            postgresql_where=text(condition),
        )
        for name, condition in (("signed", "of_index IS NULL"), ("ended", "of_index IS NOT NULL"))
    )

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    leaf_index: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LogKind] = enum_column(LogKind)
    #: What was signed, on paper or not; empty where the line is about an earlier one (`of_index`).
    commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    of_index: Mapped[int | None]
    #: Empty for paper, whose rows know their line.
    signature_id: Mapped[int | None]


class Uncounted(Base):
    """That a signature was confirmed, let through or ended, and the counter has not looked at it since."""

    __tablename__ = "petition_uncounted"
    __table_args__ = (Index("ix_petition_uncounted_petition", "petition_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    signature_id: Mapped[int]


class TreeHead(Base):
    """The log's root at one time, signed (Ed25519); published and never changed."""

    __tablename__ = "petition_tree_heads"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
    #: Ed25519 key and signature; the key is kept, so that a head can be checked after keys were changed.
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
