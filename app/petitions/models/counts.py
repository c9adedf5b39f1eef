"""The count's journals and the public log: append-only, written by the counter alone.

The log keeps its hashes in tiles of 256, level by level (level 0: leaves; level n: the roots of full
tiles of level n - 1), so that a proof over a million leaves reads a handful of rows.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
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


class LogEnd(Base):
    """Which earlier leaf a withdrawal or removal in the log is about."""

    __tablename__ = "petition_log_ends"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    leaf_index: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LogKind] = enum_column(LogKind)
    of_index: Mapped[int]
    at: Mapped[datetime]


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
