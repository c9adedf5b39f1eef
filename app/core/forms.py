"""The base of every form: cleaned text in, a dataclass out."""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

from markupsafe import Markup, escape
from wtforms import DateField as BaseDateField  # noqa: TID251  # for this module's own
from wtforms import DateTimeLocalField as BaseDateTimeLocalField  # noqa: TID251  # for this module's own
from wtforms import Field, SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms import Form as BaseForm
from wtforms import IntegerField as BaseIntegerField
from wtforms import StringField as BaseStringField
from wtforms import TextAreaField as BaseTextAreaField
from wtforms.i18n import get_builtin_gnu_translations
from wtforms.validators import Email, ValidationError  # noqa: TID251  # for this module's own
from wtforms.widgets import Input, TextArea
from wtforms.widgets.core import clean_key  # type: ignore[attr-defined]  # the stubs are older

from app.core import clock
from app.core.errors import Invalid, Refused
from app.core.form_words import Sentences
from app.core.i18n import _, _l, locale
from app.core.labelled import Labelled
from app.core.numbers import GREATEST
from app.core.text import clean_line, clean_text, names_site

#: Nobody means a day before or after these: clocks had no zones, and calendars end at the year 9999.
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: Beside a long text that is Markdown.
HOW_TO_WRITE = _l(
    "*Stars* make words slanted, and a line that begins with - is a list. "
    "For a link, write [these words](https://example.org)."
)


@cache
def _sentences(language: str) -> Sentences:
    """Read WTForms' own sentences once: it would look for their file with each form."""
    return Sentences(get_builtin_gnu_translations([language]))


Choices: TypeAlias = list[SelectChoice]


def choices(pairs: Iterable[tuple[str | int, str]]) -> Choices:
    """Give values and what people read for them as the choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


def labelled(members: Iterable[Labelled]) -> Choices:
    """Give members of a closed list as choices; their words are said when they are shown.

    Most forms that are sent are read and never shown again.
    """
    return choices((each.value, each.words) for each in members)


def attributes(**values: object) -> Markup:
    """Write the attributes of an element, in order and escaped: exactly as WTForms' `html_params` does."""
    written = []
    for name, value in sorted(values.items()):
        key = clean_key(name)
        if value is True:
            written.append(key)
        elif value is not False:
            written.append(f'{key}="{escape(value)}"')
    return Markup(" ".join(written))  # noqa: S704  # values are escaped, and names are ours


# WTForms formats each attribute by itself, which was a quarter of the work of a page with four inputs.
Input.html_params = staticmethod(attributes)  # type: ignore[method-assign]  # a static one, kept to be replaced


class LineField(BaseStringField):
    """One line of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = clean_line(str(valuelist[0]))


class WholeTextArea(TextArea):
    """A text area that takes all that is pasted: a browser would cut it off at `maxlength` and not say so."""

    def __init__(self) -> None:
        """Leave the length to the form, which says what is too long."""
        super().__init__()
        self.validation_attrs = [name for name in TextArea.validation_attrs if name != "maxlength"]


class TextField(BaseTextAreaField):
    """Several lines of text, tidied; what is too long is refused with all of it still there."""

    widget = WholeTextArea()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = clean_text(str(valuelist[0]))


class NumberField(BaseIntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Cut off what no column holds, for a validator to refuse: some numbers are too great to compare."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-GREATEST, min(self.data, GREATEST))


class DateField(BaseDateField):
    """A day, in a year that somebody can mean."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Refuse the years 26 and 20266, as they come of typing too little or too much."""
        super().process_formdata(valuelist)
        _check_year(self)


class DateTimeLocalField(BaseDateTimeLocalField):
    """A day and a time of the clock, in a year that somebody can mean."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Refuse what `DateField` refuses."""
        super().process_formdata(valuelist)
        _check_year(self)


def _check_year(field: BaseDateField | BaseDateTimeLocalField) -> None:
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        field.data = None
        raise ValueError(_("Write the year with four digits, such as %(year)s.", year=clock.now().year))


def without_site(_form: BaseForm, field: Field) -> None:
    """Refuse a name with a web address in it: by a form like this anybody could send it to anyone."""
    if names_site(field.data or ""):
        raise ValidationError(_("Write a name without a web address in it."))


class MailAddress(Email):
    """Ask for an address to which mail can leave; with other than plain letters before the @ none does."""

    def __init__(self, sentence: str) -> None:
        """Set the sentence for everything else."""
        super().__init__(sentence, allow_smtputf8=False)


class Form(BaseForm):
    """A form; `refuse` adds an error that a service found."""

    class Meta:
        """Settings that WTForms reads."""

        def get_translations(self, form: BaseForm) -> Sentences:  # noqa: ARG002  # WTForms' signature
            """Say what is wrong with a field in our words, and the rest in the reader's language."""
            return _sentences(locale())

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Add an error to a field, or to the form as a whole."""
        target: Field | None = self._fields.get(field) if field else None
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]

    def explaining(self) -> "Explaining":
        """Say in the form why what is done in the block was refused; then go on behind the block."""
        return Explaining(self)


class Explaining:
    """A block that a refusal ends; written out, because type checkers must know that it may end early."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Hand the sentence to the form, beside the field that it is about."""
        if not isinstance(error, Invalid | Refused):
            return False
        self.form.refuse(error.sentence, error.field if isinstance(error, Invalid) else None)
        return True
