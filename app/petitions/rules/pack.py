"""The pack that is handed to those who can act: a PDF, and the same names as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from app.config import ROOT
from app.core.i18n import _, format_number
from app.core.tables import csv_table

FONT = ROOT / "static" / "fonts" / "dejavu-sans.ttf"
#: So many names are printed; whoever wants more reads the table.
MOST_PRINTED = 5_000
_TEXT, _LINE = 11, 6


@dataclass(frozen=True)
class Pack:
    """What the pack says."""

    title: str
    demand: str
    background: str
    hosts: Sequence[str]
    targets: Sequence[str]
    total: int
    on_paper: int
    day: str
    address: str
    #: Names of those who agreed to be named in full or by first name, and how many there are.
    names: Sequence[str]
    named: int


def pack_pdf(pack: Pack, font: Path = FONT) -> bytes:
    """Write the pack as A4 pages; letters that the font lacks show as boxes, and stand in the table."""
    page = FPDF(format="A4")
    page.set_title(pack.title)
    page.set_margins(22, 22)
    page.set_auto_page_break(auto=True, margin=20)
    page.add_font("text", fname=font)
    page.add_page()
    _say(page, 20, pack.title, 9)
    _say(page, _TEXT, _("To %(names)s", names=", ".join(pack.targets)) if pack.targets else "")
    _say(page, _TEXT, _("Held by %(names)s", names=", ".join(pack.hosts)))
    page.ln(4)
    _say(page, 14, pack.demand, 7)
    page.ln(2)
    _say(page, _TEXT, pack.background)
    page.ln(4)
    number, paper = format_number(pack.total), format_number(pack.on_paper)
    _say(page, 14, _("Signed by %(number)s people, as of %(day)s", number=number, day=pack.day), 7)
    _say(page, _TEXT, _("%(number)s of them on paper.", number=paper) if pack.on_paper else "")
    _say(page, _TEXT, _("How the count can be checked: %(address)s", address=pack.address))
    page.ln(4)
    if pack.names:
        _say(page, 14, _("Named with their consent"), 7)
        page.set_font("text", size=9)
        page.multi_cell(0, 5, " · ".join(pack.names))
    left = pack.named - len(pack.names)
    _say(page, _TEXT, _("And %(number)s more, in the table.", number=format_number(left)) if left else "")
    return bytes(page.output())


def csv_rows(names: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Write (name, area, day) as lines of a table, one at a time; a delivery keeps the hash of them."""
    return csv_table(("name", "area", "signed_on"), names)


def _say(page: FPDF, size: int, text: str, height: int = _LINE) -> None:
    if text:
        page.set_font("text", size=size)
        page.multi_cell(0, height, text, new_x="LMARGIN", new_y="NEXT", align="L")
