"""Tables to take along (CSV), which no spreadsheet takes for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

CSV = "text/csv; charset=utf-8"
#: What spreadsheets take for the beginning of a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide signs count too
#: What parts cells or lines where a spreadsheet does not take the comma for it (as in French and German),
#: with the beginning of a formula behind it.
_PARTED = re.compile(r"([;|\t\r\n]\s*)(?=[=+\-@＝＋－＠])")


def csv_safe(cell: str) -> str:
    """Keep a spreadsheet from running what a stranger typed."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell


def csv_line(cells: Iterable[str]) -> str:
    """Write one line of a table."""
    out = io.StringIO()
    csv.writer(out).writerow(_PARTED.sub(r"\1'", csv_safe(cell)) for cell in cells)
    return out.getvalue()


def csv_file(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Write a whole table at once."""
    return "".join(csv_table(heads, rows)).encode()


def csv_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a whole table, a line at a time, with the mark by which spreadsheets see that it is UTF-8."""
    yield "\ufeff" + csv_line(heads)
    for row in rows:
        yield csv_line(row)
