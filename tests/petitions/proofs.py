"""Check proofs of the log as anyone who reads it would (RFC 9162)."""

from collections.abc import Sequence

from app.petitions.rules.merkle import node_hash


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Give the root to which a leaf's path leads (RFC 9162 section 2.1.3.2); None when it cannot fit."""
    if not 0 <= index < size:
        return None
    node, at, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            node = node_hash(sibling, node)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return node if last == 0 else None


def is_consistent(older: int, newer: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Check that one tree is the beginning of another (RFC 9162 section 2.1.4.2)."""
    if older == newer:
        return old_root == new_root and not proof
    if not 0 < older < newer or not proof:
        return False
    nodes = [old_root, *proof] if older & (older - 1) == 0 else list(proof)
    at, last = older - 1, newer - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    from_old = from_new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            from_old, from_new = node_hash(node, from_old), node_hash(node, from_new)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            from_new = node_hash(from_new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and from_old == old_root and from_new == new_root
