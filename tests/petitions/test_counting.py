"""The count: append-only, in batches, checked anew; and the log that proves it."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.audit.models import Action, AuditEntry
from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.jobs.counting import count_signatures, publish_heads, recount_signatures
from app.petitions.models import (
    AreaCount,
    BatchStatus,
    DayCount,
    LogKind,
    LogLine,
    LogTile,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureSource,
    SignatureStatus,
    Uncounted,
)
from app.petitions.queries import counts, log
from app.petitions.rules import merkle
from app.petitions.rules.log import head_text
from app.petitions.rules.small_areas import protected
from tests.accounts.factories import UserFactory
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import add_signatures, make_petition, make_signature
from tests.petitions.proofs import root_from_inclusion
from tests.queries import counting
from tests.racing import at_once
from tests.rereading import fresh


def paper(petition, rows, status=BatchStatus.COUNTED):
    batch = PaperBatch(
        petition=petition,
        status=status,
        organisation=OrganisationFactory(),
        created_at=clock.now(),
        checked_at=clock.now(),
    )
    session.add(batch)
    for number in range(rows):
        salt = os.urandom(16)
        session.add(
            PaperRow(
                batch=batch, row_key=str(number), area="LS6", is_valid=True, salt=salt, commitment=salt * 2
            )
        )
    session.commit()
    return batch


def root_over_lines(petition) -> bytes:
    hashes = [merkle.leaf_hash(line.encode()) for line in log.lines(petition.id, 0, petition.log_size)]
    return merkle.root(len(hashes), lambda h, i: merkle.fold(hashes[i << h : (i + 1) << h]))


def test_what_is_confirmed_counts_once_by_area_day_and_way(app):
    petition = make_petition()
    for area in ("LS6", "LS6", "LS7"):
        make_signature(petition, area=area)
    make_signature(petition, SignatureStatus.PENDING)
    make_signature(petition, SignatureStatus.QUARANTINED)
    make_signature(petition, source=SignatureSource.EVENT)
    paper(petition, 3)
    paper(petition, 9, BatchStatus.CHECKING)
    for _ in range(2):
        count_signatures()
    counted = fresh(petition)
    assert (counted.signature_count, counted.paper_count, counted.total, counted.log_size) == (4, 3, 7, 7)
    assert counted.counted_at is not None
    areas = session.execute(select(AreaCount.area, AreaCount.count)).all()
    assert dict(areas) == {"LS6": 5, "LS7": 1, "": 1}
    assert counts.sources_of(counted) == {
        SignatureSource.WEB: 3,
        SignatureSource.EVENT: 1,
        SignatureSource.PAPER: 3,
    }
    assert sum(number for _, number in counts.days_of(counted)) == 7


def test_a_petition_that_cannot_be_counted_keeps_no_other_waiting(app, caplog):
    broken, sound = make_petition(), make_petition()
    make_signature(broken)
    line = {"leaf_index": 0, "kind": LogKind.SIGNED, "commitment": bytes(32)}
    session.add(LogLine(petition_id=broken.id, **line))  # not in the tree: the next cannot be number 0
    session.commit()
    make_signature(sound)
    count_signatures()
    assert (fresh(broken).total, fresh(broken).log_size) == (0, 0)
    assert fresh(sound).total == 1
    (alarm,) = [each for each in caplog.records if each.levelname == "ERROR"]
    assert alarm.petition == broken.id


def test_what_ends_is_logged_and_history_stays(app):
    petition = make_petition()
    first, second = make_signature(petition), make_signature(petition)
    count_signatures()
    with transaction():
        services.withdraw_signature(first)
    count_signatures()
    counted = fresh(petition)
    assert (counted.total, counted.log_size) == (1, 3)
    assert list(log.lines(petition.id, 0, 3)) == [
        f"signed {first.commitment.hex()}",
        f"signed {second.commitment.hex()}",
        f"withdrawn {log.line_number(first)}",
    ]
    assert log.found_in_log(counted, first.commitment).ended_by == 2
    count_signatures()
    assert fresh(petition).log_size == 3


def test_one_that_ends_before_it_is_counted_never_enters_the_log(app):
    petition = make_petition()
    gone = make_signature(petition)
    with transaction():
        services.withdraw_signature(gone)
    count_signatures()
    assert (fresh(petition).total, fresh(petition).log_size) == (0, 0)


def test_one_that_was_set_aside_meanwhile_waits_and_counts_once_it_is_let_through(app):
    petition = make_petition()
    held = make_signature(petition, email="one@mailinator.com")
    with transaction():
        assert services.look_at(held.id) is not None
    count_signatures()
    assert fresh(petition).total == 0
    for _ in range(2):  # the second one finds nothing more to do
        with transaction():
            services.release(held, by=UserFactory())
    session.add(Uncounted(petition_id=petition.id, signature_id=held.id))
    session.commit()
    count_signatures()
    assert (fresh(petition).total, fresh(petition).log_size) == (1, 1)
    assert session.scalars(select(Uncounted)).all() == []


def test_a_signature_that_counts_is_not_set_aside_any_more(app):
    petition = make_petition()
    counted = make_signature(petition, email="one@mailinator.com")
    count_signatures()
    with transaction():
        assert services.look_at(counted.id) is None
    assert fresh(petition).total == 1


@pytest.mark.parametrize("batches", [[1], [255], [256], [257], [3, 300, 1, 700]])
def test_the_kept_tree_is_the_tree_over_the_lines(app, batches):
    petition = make_petition()
    for size in batches:
        add_signatures(petition, size)
        with transaction():
            services.count_batch(petition.id)
    counted = fresh(petition)
    assert counted.log_size == sum(batches)
    head = log.newest_head(counted)
    assert head.root == root_over_lines(counted)
    for index in {*range(0, counted.log_size, 131), counted.log_size - 1}:
        line = session.get_one(LogLine, (petition.id, index))
        found = log.found_in_log(counted, line.commitment)
        leaf = merkle.leaf_hash(found.line.encode())
        assert root_from_inclusion(leaf, found.index, head.size, found.path) == head.root


def test_counters_at_once_count_each_signature_once(app):
    petition = make_petition()
    add_signatures(petition, 120)

    number = petition.id
    at_once(app, *[lambda: services.count_batch(number, 50)] * 6)
    count_signatures()
    assert (fresh(petition).total, fresh(petition).log_size) == (120, 120)


def test_what_ends_while_it_is_counted_leaves_nothing_standing(app):
    petition = make_petition()
    number, ids = petition.id, add_signatures(petition, 30)
    withdrawals = [partial(_withdraw, each) for each in ids]
    at_once(app, *[lambda: services.count_batch(number, 7)] * 4, *withdrawals)
    count_signatures()
    counted = fresh(petition)
    assert counted.total == 0
    kinds = [line.split()[0] for line in log.lines(number, 0, counted.log_size)]
    assert kinds.count("signed") == kinds.count("withdrawn")
    with transaction():
        assert services.recount(number) is True


def _withdraw(signature_id):
    services.withdraw_signature(session.get_one(Signature, signature_id))


def test_counting_writes_nothing_to_the_signatures(app):
    petition = make_petition()
    add_signatures(petition, 3)
    with counting() as statements:
        count_signatures()
    assert fresh(petition).total == 3
    assert not [each for each in statements if each.startswith("UPDATE signatures")]
    assert not [each for each in statements if "FOR" in each and "FROM signatures" in each]


def test_a_counter_that_is_killed_fifty_times_changes_nothing(app):
    petition = make_petition()
    ids = add_signatures(petition, 1200)
    for kill in range(50):
        if kill % 5 == 4:
            session.execute(
                update(Signature)
                .where(Signature.id == ids[kill])
                .values(status=SignatureStatus.WITHDRAWN, ended_at=clock.now())
            )
            session.add(Uncounted(petition_id=petition.id, signature_id=ids[kill]))
            session.commit()
        _killed_while_counting(app, petition.id, 0.002 + kill * 7 % 29 / 1000)
    count_signatures()
    counted = fresh(petition)
    ended = session.scalars(select(LogLine).where(LogLine.of_index.is_not(None))).all()
    before_counted = 10 - len(ended)
    assert counted.total == 1190
    assert counted.log_size == 1200 - before_counted + len(ended)
    with transaction():
        assert services.recount(petition.id) is True


def _killed_while_counting(app, petition_id, after):
    """Count in a process of its own, a few at a time, and kill that in the middle."""
    session.remove()
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)
        try:
            while True:
                with transaction():
                    services.count_batch(petition_id, 7)
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


def test_a_wrong_count_is_repaired_and_raises_an_alarm(app, caplog):
    petition = make_petition()
    for area in ("LS6", "LS7"):
        make_signature(petition, area=area)
    paper(petition, 1)
    count_signatures()
    with transaction():
        assert services.recount(petition.id) is True
    assert fresh(petition).verified_at is not None
    session.execute(update(Petition).values(signature_count=40))
    session.execute(update(AreaCount).values(count=9))
    session.execute(update(DayCount).values(signed=1, ended=1))
    session.commit()
    recount_signatures()
    assert fresh(petition).total == 3
    assert "count or log was wrong" in caplog.text
    assert session.scalars(select(AuditEntry.action)).all() == [Action.PETITION_COUNT_REPAIRED]
    assert dict(session.execute(select(AreaCount.area, AreaCount.count)).all()) == {"LS6": 2, "LS7": 1}
    with transaction():
        assert services.recount(petition.id) is True


@pytest.mark.parametrize("table", [LogLine, Signature])
def test_a_log_that_was_tampered_with_is_noticed(app, table):
    petition = make_petition()
    signatures = [make_signature(petition) for _ in range(5)]
    count_signatures()
    publish_heads()
    session.execute(
        update(table).where(table.commitment == signatures[2].commitment).values(commitment=os.urandom(32))
    )
    session.commit()
    with transaction():
        assert services.recount(petition.id) is False
    assert fresh(petition).total == 5
    tile = session.get_one(LogTile, (petition.id, 0, 0))
    lines = list(log.lines(petition.id, 0, 5))
    tile.hashes = b"".join(merkle.leaf_hash(line.encode()) for line in lines)
    session.commit()
    with transaction():
        assert services.recount(petition.id) is False, "the tree is whole again, but not the published one"


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("change", ["hash", "missing", "too_long"])
def test_a_kept_tree_that_differs_is_noticed_at_every_level(app, level, change):
    petition = make_petition()
    add_signatures(petition, 300)
    count_signatures()
    with transaction():
        assert services.recount(petition.id) is True
    tile = session.get_one(LogTile, (petition.id, level, 0))
    if change == "missing":
        session.delete(tile)
    else:
        tile.hashes = tile.hashes + bytes(32) if change == "too_long" else bytes(32) + tile.hashes[32:]
    session.commit()
    with transaction():
        assert services.recount(petition.id) is False


def test_heads_are_signed_each_night_that_the_log_has_grown(app):
    petition = make_petition()
    make_signature(petition)
    count_signatures()
    for _ in range(2):
        publish_heads()
    with clock.moved(timedelta(hours=5)):
        make_signature(petition)
        count_signatures()
        publish_heads()
    heads = log.daily_heads(fresh(petition))
    assert [head.size for head in heads] == [1, 2]
    for head in heads:
        key = Ed25519PublicKey.from_public_bytes(head.public_key)
        key.verify(head.signature, head_text(petition.slug, head.size, head.root, head.at).encode())


@given(
    counts=st.lists(st.integers(1, 40), max_size=7),
    unsaid=st.integers(0, 3),
    can_be_unsaid=st.booleans(),
)
def test_no_small_area_can_be_worked_out(counts, unsaid, can_be_unsaid):
    named = {f"area {number}": count for number, count in enumerate(counts)}
    total = sum(counts) + (unsaid if can_be_unsaid else 0)
    shown = protected(named, total, can_be_unsaid=can_be_unsaid)
    assert all(count % 5 == 0 and count >= 5 for count in shown.values())
    assert all(abs(shown[each] - named[each]) <= 2 for each in shown)
    hidden = [each for each in named if each not in shown]
    few = [each for each in hidden if named[each] < 5]
    if not few or not shown:
        return  # nothing is said but the total
    # Whoever knows everything that is shown, and even which areas are hidden for being small,
    # cannot tell 1 from 4 in any of them.
    least = total - sum(count + 2 for count in shown.values())
    most = total - sum(max(5, count - 2) for count in shown.values())
    others_most = 10**6 if can_be_unsaid or len(few) < len(hidden) else 4 * (len(few) - 1)
    for guess in (1, 4):
        rest = range(max(0, least - guess), most - guess + 1)
        assert any(0 <= each <= others_most for each in rest), (shown, guess)


def test_a_line_that_is_written_while_a_page_is_made_is_not_in_its_log_yet(app):
    petition = make_petition()
    signature = make_signature(petition)
    commitment, petition_id = signature.commitment, petition.id
    session.rollback()
    shown = session.get_one(Petition, petition_id)
    assert shown.log_size == 0
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_count_elsewhere, app).result()
    assert log.found_in_log(shown, commitment) is None
    session.rollback()
    assert log.found_in_log(shown, commitment).index == 0


def test_an_end_that_is_written_while_a_page_is_made_is_not_in_its_log_yet(app):
    petition = make_petition()
    signature = make_signature(petition)
    count_signatures()
    commitment, petition_id = signature.commitment, petition.id
    with transaction():
        services.withdraw_signature(signature)
    shown = session.get_one(Petition, petition_id)
    assert shown.log_size == 1
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_count_elsewhere, app).result()
    assert log.found_in_log(shown, commitment).ended_by is None
    session.rollback()
    assert log.found_in_log(shown, commitment).ended_by == 1


def _count_elsewhere(app) -> None:
    with app.app_context():
        count_signatures()
        session.remove()
