"""The pack that is handed to those who can act: pages to print, and the same names as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.core.i18n import _, format_number
from app.core.printing import Document, Paragraph
from app.core.tables import csv_table

#: So many names are printed; whoever wants more reads the table.
MOST_PRINTED = 5_000
_LARGE = 14


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


def pack_document(pack: Pack) -> Document:
    """Lay the pack out for printing; names beyond those printed stand in the table."""
    left = pack.named - len(pack.names)
    number, paper = format_number(pack.total), format_number(pack.on_paper)
    paragraphs = (
        Paragraph(pack.title, size=20, height=9),
        Paragraph(_("To %(names)s", names=", ".join(pack.targets)) if pack.targets else ""),
        Paragraph(_("Held by %(names)s", names=", ".join(pack.hosts)), gap=4),
        Paragraph(pack.demand, size=_LARGE, height=7, gap=2),
        Paragraph(pack.background),
        Paragraph(
            _("Signed by %(number)s people, as of %(day)s", number=number, day=pack.day),
            size=_LARGE,
            height=7,
        ),
        Paragraph(_("%(number)s of them on paper.", number=paper) if pack.on_paper else ""),
        Paragraph(_("How the count can be checked: %(address)s", address=pack.address), gap=4),
        Paragraph(_("Named with their consent") if pack.names else "", size=_LARGE, height=7),
        Paragraph(" · ".join(pack.names), size=9, height=5),
        Paragraph(_("And %(number)s more, in the table.", number=format_number(left)) if left else ""),
    )
    return Document(pack.title, [paragraph for paragraph in paragraphs if paragraph.text])


def csv_rows(names: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Write (name, area, day) as lines of a table, one at a time; a delivery keeps the hash of them."""
    return csv_table(("name", "area", "signed_on"), names)
