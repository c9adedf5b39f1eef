"""Merkle trees as RFC 6962 section 2.1 defines them, over hashes of 32 bytes.

A tree is kept as tiles: level 0 holds the leaf hashes, level n the roots of full tiles of level
n - 1, 256 hashes to a tile. All that a root or a proof needs is read through one function,
`hash_at(level, index)`, where `level` counts halvings (0: leaves, 8: roots of full tiles, …).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

#: Hashes are SHA-256.
HASH = 32
WIDTH = 256
FULL_TILE = WIDTH * HASH
#: How many halvings lie between two levels of tiles: 2 ** 8 = 256.
HALVINGS = 8
EMPTY_ROOT = sha256(b"").digest()

#: Give the hash of the full subtree of 2 ** height leaves that begins at leaf index * 2 ** height.
FullSubtree = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry: SHA-256 over 0x00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two children: SHA-256 over 0x01, the left and the right one."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Give the root over a row of hashes of full subtrees of one height (RFC 6962's MTH)."""
    row = list(hashes)
    if not row:
        return EMPTY_ROOT
    while len(row) > 1:
        paired = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) - 1 :] if len(row) % 2 else paired
    return row[0]


def tile_root(tile: bytes) -> bytes:
    """Give the root over the hashes of a full tile, which stand there one after the other."""
    return fold([tile[at : at + HASH] for at in range(0, len(tile), HASH)])


def tiles_of(hashes: Iterable[bytes]) -> Iterator[bytes]:
    """Give a row of hashes as tiles; only the last one may be shorter."""
    rest = iter(hashes)
    while tile := b"".join(islice(rest, WIDTH)):
        yield tile


def root(size: int, full: FullSubtree) -> bytes:
    """Give the root of the first `size` leaves."""
    return _range_root(0, size, full) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, full: FullSubtree) -> list[bytes]:
    """Give the audit path of a leaf (RFC 6962 section 2.1.1), from the leaf upwards.

    Raise ValueError when the tree of this size has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    return _path(index, 0, size, full)


def consistency_proof(older: int, newer: int, full: FullSubtree) -> list[bytes]:
    """Give the proof that the older tree is the beginning of the newer (RFC 6962 section 2.1.2)."""
    if not 0 < older <= newer:
        raise ValueError("no such trees")
    return [] if older == newer else _subproof(older, 0, newer, full, is_whole=True)


def _split(size: int) -> int:
    """Give the largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_root(start: int, end: int, full: FullSubtree) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return full(height, start >> height)
    middle = start + _split(size)
    return node_hash(_range_root(start, middle, full), _range_root(middle, end, full))


def _path(index: int, start: int, end: int, full: FullSubtree) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, full), _range_root(middle, end, full)]
    return [*_path(index, middle, end, full), _range_root(start, middle, full)]


def _subproof(older: int, start: int, end: int, full: FullSubtree, *, is_whole: bool) -> list[bytes]:
    """Prove the first `older` leaves after `start` within [start, end)."""
    if start + older == end:
        return [] if is_whole else [_range_root(start, end, full)]
    middle = start + _split(end - start)
    if start + older <= middle:
        return [
            *_subproof(older, start, middle, full, is_whole=is_whole),
            _range_root(middle, end, full),
        ]
    return [
        *_subproof(older - (middle - start), middle, end, full, is_whole=False),
        _range_root(start, middle, full),
    ]
