"""Begin an initiative, write it together, name its aims, and bring it to its end."""

from typing import Any

from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cohosting.forms import NoteForm, WritingForm
from app.cohosting.rules import Content
from app.core.forms import DateField, Form, LineField, NumberField, TextField, choices, labelled
from app.core.i18n import LANGUAGES, _, _l
from app.core.numbers import row_number
from app.initiatives.models import Setting, Theme
from app.initiatives.rules.content import (
    AIMS,
    MOST_AIMS,
    MOST_LINE,
    MOST_NUMBER,
    MOST_OUTCOME,
    MOST_PURPOSE,
    MOST_SUMMARY,
    MOST_TITLE,
    AimDetails,
    InitiativeDetails,
    details_from,
)


class BeginInitiativeForm(Form):
    """Only what a draft cannot be without."""

    title = LineField(
        _l("What is it called?"),
        [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)],
        description=_l("Something that people can say aloud, such as “Ask twice”."),
    )
    organisation = SelectField(_l("Which organisation begins it?"), coerce=int)


class InitiativeForm(WritingForm):
    """Everything that hosts write about an initiative but its aims; a draft needs only its title."""

    title = LineField(
        _l("Title"), [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)]
    )
    summary = TextField(
        _l("In one or two sentences"),
        [Length(max=MOST_SUMMARY)],
        description=_l("It stands in lists. Say who does what, and for whom."),
    )
    purpose = TextField(
        _l("What is it for?"),
        [Length(max=MOST_PURPOSE)],
        description=_l("What you have seen, and what shall be different. *Stars* make words slanted."),
    )
    setting = RadioField(_l("Where does it work?"), choices=labelled(Setting))
    themes = SelectMultipleField(
        _l("What is it about?"),
        [Optional()],
        choices=labelled(Theme),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    starts_on = DateField(_l("Begins"), [Optional()])
    ends_on = DateField(
        _l("Ends"), [Optional()], description=_l("Leave it empty when it goes on as long as it is needed.")
    )
    language = SelectField(_l("Language"), choices=lambda: choices(LANGUAGES.items()))

    def validate_ends_on(self, field: Field) -> None:
        """Keep the days in order."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("This day is before the first one."))

    def details(self, aims: tuple[AimDetails, ...]) -> InitiativeDetails:
        """Give what was written, with the aims as they are; only after `validate`."""
        return InitiativeDetails(
            title=self.title.data or "",
            summary=self.summary.data or "",
            purpose=self.purpose.data or "",
            setting=Setting(self.setting.data),
            themes=tuple(each.value for each in Theme if each.value in (self.themes.data or ())),
            language=self.language.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            aims=aims,
        )


class AimForm(Form):
    """One aim; a row without words is left out."""

    aim_id = HiddenField()
    text = LineField(
        _l("What do you want to reach?"),
        [Length(max=MOST_LINE)],
        description=_l("Such as “Managers who have practised the second question”: 40, managers."),
    )
    number = NumberField(_l("How many"))
    unit = LineField(_l("Of what"), [Length(max=MOST_LINE)])
    due_on = DateField(_l("By when"), [Optional()])

    def validate_number(self, field: Field) -> None:
        """Ask for a number with every aim."""
        if self.text.data and not 1 <= (field.data or 0) <= MOST_NUMBER:
            field.process_errors = ()
            raise ValidationError(_("Write a whole number, so that anyone can see how far you are."))


class AimsForm(WritingForm):
    """The aims of an initiative, some rows free for new ones."""

    aims = FieldList(FormField(AimForm), min_entries=MOST_AIMS, max_entries=MOST_AIMS)

    def details(self) -> tuple[AimDetails, ...]:
        """Give the aims that were written; only after `validate`."""
        return tuple(
            AimDetails(
                text=row["text"],
                number=row["number"],
                unit=row["unit"] or "",
                due_on=row["due_on"],
                id=row_number(row["aim_id"] or ""),
            )
            for row in self.aims.data
            if row["text"]
        )


class CompleteForm(NoteForm):
    """How an initiative ended."""

    outcome = TextField(
        _l("What became of it?"),
        [
            DataRequired(_l("Say what became of it: people who took part would like to know.")),
            Length(max=MOST_OUTCOME),
        ],
        description=_l("What was reached, what was not, and what goes on. *Stars* make words slanted."),
    )


def typed_from(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    details = details_from(content)
    shown = {name: getattr(details, name) for name in content if name != AIMS}
    return {
        **shown,
        "setting": details.setting.value,
        "themes": list(details.themes),
        "version": str(version),
    }


def typed_aims(content: Content, version: int) -> dict[str, Any]:
    """Give what the form of the aims shows for some content."""
    rows = [
        {
            "aim_id": str(each.id or ""),
            "text": each.text,
            "number": each.number,
            "unit": each.unit,
            "due_on": each.due_on,
        }
        for each in details_from(content).aims
    ]
    return {"aims": rows, "version": str(version)}
