"""Amounts of money as people type them: one reader, whoever types.

`rules.amounts` adds what a gift may be. Money counts the smallest unit of its currency; `decimals` says how
many digits stand after the point.
"""

import re

from app.core.errors import Invalid
from app.core.i18n import _, format_money, locale
from app.core.money import Money, decimals

#: The largest sum that hosts write, in the smallest unit: ten digits would be more than anyone means.
MOST = 999_999_999
#: What a reader may write after the number, or before it.
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "JPY": "¥", "INR": "₹"}
#: A longer number is beyond every limit, whatever it says.
_LONGEST = 13
_GROUPS = {"en": ",", "fr": " ’"}
_POINTS = {"en": ".", "fr": ",."}
_BETWEEN = {"en": re.compile(r"[\s,;]+"), "fr": re.compile(r"[\s;]+|,\s+")}


def read_money(text: str, currency: str) -> Money:
    """Read an amount as someone typed it; raise Invalid with a clear sentence for anything else."""
    written = _without_sign(text, currency)
    _check_signs(written)
    whole, part = _split(written, currency)
    places = decimals(currency)
    number = whole.lstrip("0")[:_LONGEST] or "0"
    return Money(int(number) * 10**places + int(part.ljust(places, "0") or "0"), currency)


def read_sum(text: str, currency: str) -> Money:
    """Read a sum as hosts write it down: more than nothing, and no more than anyone means."""
    money = read_money(text, currency)
    if money.minor <= 0:
        raise Invalid(_("Write an amount that is more than nothing."))
    if money.minor > MOST:
        most = format_money(Money(MOST, currency))
        raise Invalid(_("This is more than can be written here: at most %(amount)s.", amount=most))
    return money


def amounts_in(text: str) -> list[str]:
    """Part a line of several amounts; a comma parts them where it is no decimal point."""
    return [each for each in _BETWEEN[locale()].split(text) if each]


def written_amount(minor: int, currency: str) -> str:
    """Write an amount as `read_money` reads it; whole amounts without a point."""
    digits = decimals(currency)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}}" if rest else str(whole)


def example(currency: str) -> str:
    """Give an amount as people of the language being spoken write it."""
    point = _POINTS[locale()][0]
    return {0: "1000", 2: f"10{point}50", 3: f"10{point}500"}[decimals(currency)]


def _without_sign(text: str, currency: str) -> str:
    written = " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
    for sign in (_SIGNS.get(currency, ""), currency, currency.lower()):
        if sign:
            written = written.removeprefix(sign).removesuffix(sign).strip()
    return written


def _check_signs(written: str) -> None:
    if not written:
        raise Invalid(_("Write how much you wish to give."))
    if written.startswith(("-", "−")):
        raise Invalid(_("Write the amount without a minus."))
    if not written.isascii() and any(sign.isdigit() and not sign.isascii() for sign in written):
        raise Invalid(_("Write the amount with the digits 0 to 9 of your keyboard."))


def _split(written: str, currency: str) -> tuple[str, str]:
    """Part a number into what stands before its point and what follows."""
    plain = _ungrouped(written)
    points = _POINTS[locale()]
    match = re.fullmatch(rf"([0-9]*)(?:[{re.escape(points)}]([0-9]*))?", plain)
    if match is None or not (match[1] or match[2]):
        raise Invalid(_unreadable(written, currency))
    part = match[2] or ""
    if len(part) > decimals(currency):
        raise Invalid(_too_fine(currency))
    return match[1], part


def _ungrouped(written: str) -> str:
    """Take out the marks between thousands, where they stand between thousands."""
    marks = re.escape(_GROUPS[locale()])
    if re.fullmatch(rf"[0-9]{{1,3}}([{marks}][0-9]{{3}})+([.,][0-9]*)?", written):
        return re.sub(rf"[{marks}]", "", written)
    return written


def _unreadable(written: str, currency: str) -> str:
    if re.fullmatch(r"[0-9]+,[0-9]*", written) and decimals(currency):
        return _("Put a point before the smaller coins, such as %(example)s.", example=example(currency))
    return _("Write the amount in digits, such as %(example)s.", example=example(currency))


def _too_fine(currency: str) -> str:
    if decimals(currency) == 0:
        return _("Write a whole number: this currency has no smaller coins.")
    return _("Write at most %(number)s digits after the point.", number=decimals(currency))
