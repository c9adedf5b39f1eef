"""The base of every form: cleaned text in, a dataclass out."""

from typing import Any

from wtforms import Field
from wtforms import Form as BaseForm
from wtforms import StringField as BaseStringField
from wtforms import TextAreaField as BaseTextAreaField

from app.core.i18n import _
from app.core.text import clean_line, clean_text


class LineField(BaseStringField):
    """One line of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = clean_line(str(valuelist[0]))


class TextField(BaseTextAreaField):
    """Several lines of text, tidied."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Tidy what was typed."""
        if valuelist:
            self.data = clean_text(str(valuelist[0]))


class _Translations:
    """Hand WTForms' own sentences to our catalogue."""

    def gettext(self, string: str) -> str:
        return _(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _(singular) if n == 1 else _(plural)


class Form(BaseForm):
    """A form; `refuse` adds an error that a service found."""

    class Meta:
        """Settings that WTForms reads."""

        def get_translations(self, form: BaseForm) -> _Translations:  # noqa: ARG002  # WTForms' signature
            """Speak the reader's language."""
            return _Translations()

    def refuse(self, sentence: str, field: str | None = None) -> None:
        """Add an error to a field, or to the form as a whole."""
        target: Field | None = self._fields.get(field) if field else None
        if target is None:
            self.form_errors.append(sentence)
        else:
            target.errors = [*target.errors, sentence]
