"""Compare text with a stored snapshot; UPDATE_SNAPSHOTS=1 writes it anew."""

import os
from pathlib import Path


def assert_snapshot(path: Path, text: str) -> None:
    """Fail when the text differs from the snapshot at the path."""
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no snapshot {path.name}; run with UPDATE_SNAPSHOTS=1"
    assert text == path.read_text(encoding="utf-8")
