"""What a typed sheet of paper signatures says, line by line."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.core.i18n import _
from app.core.text import clean_line
from app.petitions.rules.addresses import folded_name, folded_postcode
from app.petitions.rules.signing import can_be_place, refusal_of_name

MOST_LINES = 200
MOST_NAME, MOST_PLACE = 120, 60


@dataclass(frozen=True)
class PaperLine:
    """One name of a sheet, with a postcode or an area where the sheet asks for one."""

    name: str
    place: str = ""


def read_lines(text: str) -> tuple[list[PaperLine], list[str]]:
    """Read what was typed, a name to a line and after a comma its postcode or area.

    Give the lines that can be kept, and a sentence for each that cannot.
    """
    lines: list[PaperLine] = []
    problems: list[str] = []
    for number, typed in enumerate((each for each in text.splitlines() if each.strip()), 1):
        name, _comma, place = (clean_line(part) for part in typed.partition(","))
        problem = refusal_of_name(name)
        if not problem and not can_be_place(place):
            problem = _("Write only the name of a town or area.")
        if len(name) > MOST_NAME or len(place) > MOST_PLACE:
            problem = _("It is too long.")
        if problem:
            said = _(
                "Line %(number)s, “%(words)s”: %(problem)s", number=number, words=typed[:40], problem=problem
            )
            problems.append(said)
        else:
            lines.append(PaperLine(name, place))
    if len(lines) > MOST_LINES:
        problems.append(_("At most %(most)s lines at once.", most=MOST_LINES))
    return lines, problems


def row_words(petition_id: int, line: PaperLine) -> str:
    """Give the words by which a line that is entered twice is known."""
    return f"paper\n{petition_id}\n{folded_name(line.name)}\n{folded_postcode(line.place)}"


def paper_commitment(salt: bytes, petition_id: int, row_key: str, at: datetime) -> bytes:
    """Give what the log holds for a paper row: 32 bytes that reveal nothing without the salt."""
    return sha256(salt + f"{petition_id}\n{row_key}\n{at:%Y-%m-%dT%H:%M:%SZ}".encode()).digest()
