"""Merkle trees against RFC 6962's own definition, written out plainly."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.petitions.rules import merkle
from tests.petitions.proofs import is_consistent, root_from_inclusion

SIZES = st.integers(1, 600)


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(count)]


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 6962's MTH, word for word."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else sha256(b"").digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return sha256(b"\x01" + plain_root(hashes[:split]) + plain_root(hashes[split:])).digest()


def full_of(hashes: list[bytes]) -> merkle.FullSubtree:
    return lambda height, index: plain_root(hashes[index << height : (index + 1) << height])


def test_the_published_hashes_of_the_empty_tree_and_the_empty_leaf() -> None:
    # RFC 6962's reference vectors.
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(0, 600))
def test_roots_are_those_of_the_definition(size: int) -> None:
    hashes = leaves(size)
    assert merkle.root(size, full_of(hashes)) == plain_root(hashes) == merkle.fold(hashes)


@given(SIZES, st.data())
def test_every_leaf_is_proved_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion_proof(index, size, full_of(hashes))
    whole = plain_root(hashes)
    assert root_from_inclusion(hashes[index], index, size, path) == whole
    assert root_from_inclusion(merkle.leaf_hash(b"other"), index, size, path) != whole
    other = (index + 1) % size
    if other != index:
        assert root_from_inclusion(hashes[index], other, size, path) != whole
    if path:
        assert root_from_inclusion(hashes[index], index, size, path[:-1]) != whole


@given(SIZES, st.data())
def test_older_trees_are_the_beginning_of_newer_ones(newer: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(1, newer))
    hashes = leaves(newer)
    old_root, new_root = plain_root(hashes[:older]), plain_root(hashes)
    proof = merkle.consistency_proof(older, newer, full_of(hashes))
    assert is_consistent(older, newer, old_root, new_root, proof)
    tampered = plain_root([merkle.leaf_hash(b"forged"), *hashes[1:older]])
    assert not is_consistent(older, newer, tampered, new_root, proof)
    assert not is_consistent(older, newer, old_root, tampered, proof) or older == newer == 1


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_leaves_that_are_not_there_are_refused(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_proof(index, size, full_of(leaves(size)))
    assert root_from_inclusion(b"", index, size, []) is None


@pytest.mark.parametrize(("older", "newer"), [(0, 5), (6, 5), (-1, 5)])
def test_trees_that_are_not_there_are_refused(older: int, newer: int) -> None:
    with pytest.raises(ValueError, match="no such trees"):
        merkle.consistency_proof(older, newer, full_of(leaves(newer)))
    assert not is_consistent(older, newer, b"", b"x", [b"y"])
