"""What a form says by itself about a field that it cannot read: in our words, not in those of the library."""

from dataclasses import dataclass
from typing import Any

from app.core.i18n import _l

_CHOOSE = _l("Choose from what is offered here.")
#: WTForms' sentence → ours; a plural stands for both numbers.
_OWN = {
    "This field is required.": _l("Please fill this in."),
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "Not a valid integer value.": _l("Write a whole number in digits, such as 12."),
    "Not a valid date value.": _l("Write a day, such as 2027-05-04."),
    "Not a valid time value.": _l("Write a time, such as 18:30."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number from %(min)s to %(max)s."),
    "Field cannot be longer than %(max)d characters.": _l("This is too long: %(max)d characters fit."),
}


@dataclass(frozen=True)
class Sentences:
    """The translations that WTForms asks for; what we do not say ourselves, it says."""

    rest: Any

    def gettext(self, sentence: str) -> str:
        """Say a sentence."""
        return str(_OWN.get(sentence) or self.rest.gettext(sentence))

    def ngettext(self, one: str, several: str, number: int) -> str:
        """Say a sentence about a number."""
        return str(_OWN.get(several) or self.rest.ngettext(one, several, number))
