"""The database: declarative base, session, the column types of the house, and statements that need few words.

How connections behave is in `core.connections`.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    MetaData,
    Result,
    Select,
    String,
    Text,
    literal,
    types,
)
from sqlalchemy import insert as sql_insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    class_mapper,
    make_transient_to_detached,
    mapped_column,
    scoped_session,
)
from sqlalchemy.orm.attributes import InstrumentedAttribute, set_committed_value
from sqlalchemy.sql.dml import ReturningInsert

from app.core import crypto

#: The option of a connection that writes.
WRITES = "twain_writes"
_Enum = TypeVar("_Enum", bound=StrEnum)
_Row = TypeVar("_Row", bound="Base")
#: Where SQLAlchemy keeps what it knows of an object, among the object's values.
_STATE = "_sa_instance_state"


class UtcDateTime(types.TypeDecorator[datetime]):
    """Store aware instants in UTC; refuse naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse a naive value; hand on UTC (without a zone where the database has none)."""
        write = self.impl_instance.bind_processor(dialect)
        is_zoneless = dialect.name == "sqlite"

        def stored(value: datetime | None) -> Any:  # noqa: ANN401  # text or an instant, as the driver takes it
            if value is None:
                return None
            if value.tzinfo is None:
                raise ValueError("naive datetime: use core.clock.now()")
            utc = value.astimezone(UTC)
            utc = utc.replace(tzinfo=None) if is_zoneless else utc
            return write(utc) if write else utc

        return stored

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Give an aware instant in UTC; said to SQLAlchemy in one step, as pages read hundreds of them."""
        read = self.impl_instance.result_processor(dialect, coltype)

        def instant(stored: Any) -> datetime | None:  # noqa: ANN401  # text or an instant, as the driver has it
            value: datetime | None = read(stored) if read else stored
            if value is None:
                return None
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

        return instant


class EncryptedText(types.TypeDecorator[str]):
    """Text that is encrypted at rest (`core.crypto`)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the signature is SQLAlchemy's
        """Encrypt on the way in."""
        return None if value is None else crypto.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # the signature is SQLAlchemy's
        """Decrypt on the way out."""
        return None if value is None else crypto.decrypt(value)


class EnumText(types.TypeDecorator[_Enum]):
    """A StrEnum stored as its plain value; unknown values are refused both ways."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[_Enum]) -> None:
        super().__init__()
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[_Enum | str | None], str | None]:  # noqa: ARG002  # the signature is SQLAlchemy's
        """Store the enum's value; looked up, as to call an enum takes four steps."""
        values: dict[str, str] = {each.value: each.value for each in self.kind}

        def plain(value: _Enum | str | None) -> str | None:
            return None if value is None else values.get(value) or self.kind(value).value

        return plain

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], _Enum | None]:  # noqa: ARG002  # the signature is SQLAlchemy's
        """Give the enum member; looked up too, as pages read hundreds."""
        members: dict[str, _Enum] = {each.value: each for each in self.kind}

        def member(stored: str | None) -> _Enum | None:
            return None if stored is None else members.get(stored) or self.kind(stored)

        return member


class Base(DeclarativeBase):
    """The base of every table; constraints get stable names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it off the class
        datetime: UtcDateTime,
        str: Text,
        dict[str, Any]: types.JSON,
        list[str]: types.JSON,
        list[dict[str, Any]]: types.JSON,
    }


db = SQLAlchemy(metadata=Base.metadata)
session = cast("scoped_session[Session]", db.session)


def enum_column(kind: type[_Enum], *, default: _Enum | None = None, index: bool = False) -> Any:  # noqa: ANN401  # as mapped_column
    """Declare a column that holds a StrEnum."""
    return mapped_column(EnumText(kind), default=default, index=index)


def insert(table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that can say ON CONFLICT, as the database of this session spells it."""
    kind = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return kind(table)


def insert_once(table: type[Base], unique: str, values: dict[str, object]) -> Any:  # noqa: ANN401  # of the key's type
    """Insert a row and give its primary key; None when a row of the same `unique` value is there.

    Another transaction's row counts too: it is waited for until it has ended.
    """
    connection = session.connection()
    return connection.scalar(_inserting_once(table, unique, connection.dialect.name), values)


@cache
def _inserting_once(table: type[Base], unique: str, dialect: str) -> ReturningInsert[Any]:
    """Build the statement once: that takes longer than the database needs to carry it out."""
    kind = postgresql.insert if dialect == "postgresql" else sqlite.insert
    (key,) = table.__table__.primary_key
    return kind(table).on_conflict_do_nothing(index_elements=[unique]).returning(key)


def among(column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Iterable[object]) -> Any:  # noqa: ANN401  # as in_
    """Test for one of a few values, in words that stay: an IN with values is written anew for each run."""
    return column.in_([literal(value, column.type) for value in values])


def new_row(kind: type[_Row], **values: object) -> _Row:
    """Make a row of values alone, for `insert_row`; set one by one, each would take eight steps."""
    row: _Row = class_mapper(kind).class_manager.new_instance()
    vars(row).update(values)
    return row


def insert_row(row: Base) -> None:
    """Insert a new row by one statement, not by the unit of work; it gets its number, and stays by itself.

    The unit of work puts many rows into an order that foreign keys allow. One row that names others by
    their numbers alone has no use for that, and would pay for it more than for the INSERT itself.
    """
    values = {name: value for name, value in vars(row).items() if name != _STATE}
    (number,) = session.connection().execute(_inserting(type(row)), values).one()
    set_committed_value(row, "id", number)


def adopt(row: Base) -> None:
    """Make an inserted row one of this session, which from then on writes what changes of it."""
    make_transient_to_detached(row)
    session.add(row)


@cache
def _inserting(table: type[Base]) -> ReturningInsert[Any]:
    (key,) = table.__table__.primary_key
    return sql_insert(table).returning(key)


def streamed(query: Select[*tuple[Any, ...]], at_once: int) -> Result[*tuple[Any, ...]]:
    """Run a query whose rows are read a few at a time, however many they are.

    PostgreSQL keeps the place in a transaction; outside of `core.transaction`, one begins that only reads.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql" and not connection.get_execution_options().get(WRITES):
        session.rollback()
        session.connection(execution_options={WRITES: True})
    return session.execute(query.execution_options(yield_per=at_once))
