"""What the database is asked in the same words each time."""

import pytest
from flask import Flask
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import adopt, among, insert_once, insert_row, new_row, session
from app.core.transaction import transaction
from app.outbox.models import ListName, Unsubscription, WorkerBeat


def left(name: ListName) -> Unsubscription:
    at = clock.now().replace(microsecond=0)
    return new_row(Unsubscription, address_hash="a" * 64, list_name=name, at=at)


def test_a_row_is_inserted_once(app: Flask) -> None:
    with transaction():
        assert insert_once(WorkerBeat, "id", {"id": 7, "at": clock.now()}) == 7
        assert insert_once(WorkerBeat, "id", {"id": 7, "at": clock.now()}) is None
    assert session.query(WorkerBeat).count() == 1


def test_an_inserted_row_belongs_to_the_session_that_adopts_it(app: Flask) -> None:
    first, *_others = ListName
    row = left(first)
    with transaction():
        insert_row(row)
        assert row.id
        assert inspect(row).transient
        adopt(row)
        assert inspect(row).persistent
        row.address_hash = "b" * 64
    session.expire_all()
    assert (row.address_hash, row.list_name) == ("b" * 64, first), "what changed is kept"
    with transaction():
        insert_row(left(first))
    with pytest.raises(IntegrityError), transaction():
        insert_row(left(first))
    hashes = select(Unsubscription.address_hash).order_by(Unsubscription.id)
    assert session.scalars(hashes).all() == ["b" * 64, "a" * 64]


def test_few_values_are_told_from_others(app: Flask) -> None:
    with transaction():
        for name in ListName:
            insert_row(left(name))
    first, *others = ListName
    query = select(Unsubscription.list_name).order_by(Unsubscription.id)
    assert session.scalars(query.where(among(Unsubscription.list_name, others))).all() == others
    assert session.scalars(query.where(among(Unsubscription.list_name, [first]))).all() == [first]
