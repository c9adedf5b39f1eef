"""Printed pages: a document in, a PDF out, made by a process of its own.

The library that draws them takes half a second and tens of megabytes to load and is needed seldom,
so nothing that serves carries it: `print_pdf` runs `core.pdf` as a program.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.config import ROOT

FONT = ROOT / "static" / "fonts" / "dejavu-sans.ttf"
#: Thousands of names take two seconds on a slow machine.
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Paragraph:
    """Some text with its size, its height of line and the gap after it (points, mm, mm)."""

    text: str
    size: int = 11
    height: int = 6
    gap: int = 0


@dataclass(frozen=True)
class Document:
    """What is printed on A4, page after page; letters that the font lacks show as boxes."""

    title: str
    paragraphs: Sequence[Paragraph]


def print_pdf(document: Document) -> bytes:
    """Give a document as PDF."""
    command = [sys.executable, "-m", "app.core.pdf", str(FONT)]
    written = json.dumps(asdict(document)).encode()
    done = subprocess.run(  # noqa: S603  # our own program
        command, input=written, stdout=subprocess.PIPE, check=True, cwd=ROOT, timeout=LONGEST_SECONDS
    )
    return done.stdout
