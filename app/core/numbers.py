"""Numbers in addresses and forms: whatever is typed there, a number that a row can have, or none."""

from werkzeug.routing import IntegerConverter, Map

#: The greatest number that a column for numbers takes on either database.
GREATEST = 2**31 - 1
_LONGEST = len(str(GREATEST))


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: a number too great for any row is an address that leads nowhere."""

    regex = rf"\d{{1,{_LONGEST}}}"

    def __init__(self, map: Map) -> None:  # noqa: A002  # the signature is Werkzeug's
        super().__init__(map, max=GREATEST)


def row_number(text: str) -> int | None:
    """Give the number that a row can have, or None for any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        return None
    number = int(text)
    return number if number <= GREATEST else None
