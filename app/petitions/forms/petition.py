"""Begin a petition, write it together, tell news, and read it as staff."""

from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cohosting.forms import ActingForm, NoteForm, WritingForm
from app.cohosting.rules import Content
from app.core.forms import HOW_TO_WRITE, DateField, Form, LineField, NumberField, TextField, choices
from app.core.i18n import LANGUAGES, _, _l
from app.events.forms.times import WallTimesForm, typed_time
from app.events.rules import wall_time
from app.petitions.models import AreaQuestion
from app.petitions.rules.content import (
    LEAST_GOAL,
    MOST_ASKS,
    MOST_BACKGROUND,
    MOST_DEMAND,
    MOST_GOAL,
    MOST_TARGETS,
    MOST_TITLE,
    PetitionDetails,
    details_from,
)
from app.petitions.rules.moderation import REFUSING, STOPPING, Refusal

MOST_NEWS = 4_000
MOST_REASON = 500
MOMENTS = ("opens", "closes")
_QUESTIONS = {
    AreaQuestion.NONE: _l("Nothing"),
    AreaQuestion.POSTCODE: _l("Their postcode"),
    AreaQuestion.AREA: _l("Their town or area"),
}


class BeginPetitionForm(Form):
    """Only what a draft cannot be without."""

    title = LineField(
        _l("In a few words: what should change?"),
        [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)],
        description=_l("Such as “A counsellor in every school”."),
    )
    organisation = SelectField(_l("Which organisation begins it?"), coerce=int)


class PetitionForm(WritingForm, WallTimesForm):
    """Everything that hosts write about a petition; a draft needs only its title."""

    moments = MOMENTS
    title = LineField(
        _l("Title"), [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)]
    )
    demand = TextField(
        _l("What is demanded?"),
        [Length(max=MOST_DEMAND)],
        description=_l("One or two sentences: who should do what. This is what people put their names to."),
    )
    background = TextField(
        _l("Why?"),
        [Length(max=MOST_BACKGROUND)],
        description=_l("What you have seen and heard. *Stars* make words slanted; - begins a list."),
    )
    asks = SelectMultipleField(
        _l("Asks it carries"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Asks of your organisations. The tracker follows what becomes of them."),
    )
    targets = SelectMultipleField(
        _l("Whom it is for"),
        [Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Who can grant it."),
    )
    opens_date = DateField(_l("Opens on"), [Optional()])
    opens_time = TimeField(_l("Opens at"), [Optional()])
    opens_fold = RadioField(_l("Which of the two?"), validate_choice=False)
    closes_date = DateField(_l("Closes on"), [Optional()])
    closes_time = TimeField(_l("Closes at"), [Optional()])
    closes_fold = RadioField(_l("Which of the two?"), validate_choice=False)
    area_question = RadioField(
        _l("What do you ask signers about where they live?"),
        choices=lambda: choices((each.value, str(words)) for each, words in _QUESTIONS.items()),
        default=AreaQuestion.NONE.value,
    )
    is_area_required = BooleanField(_l("Nobody can sign without it"))
    first_goal = NumberField(
        _l("First goal"),
        [InputRequired(_l("Write a number.")), NumberRange(LEAST_GOAL, MOST_GOAL)],
        description=_l("It grows by itself when people come close to it."),
    )
    tell_from = NumberField(
        _l("At how many signatures do you tell those who can act?"),
        [Optional(), NumberRange(LEAST_GOAL, MOST_GOAL)],
        description=_l("We write to them for you, once, where their public address is known."),
    )
    meet_from = NumberField(
        _l("At how many do you ask them to meet you?"), [Optional(), NumberRange(LEAST_GOAL, MOST_GOAL)]
    )
    language = SelectField(_l("Language"), choices=lambda: choices(LANGUAGES.items()))

    def validate_asks(self, field: Field) -> None:
        """Keep the list readable."""
        if len(field.data or ()) > MOST_ASKS:
            raise ValidationError(_("At most %(most)s at once.", most=MOST_ASKS))

    def validate_targets(self, field: Field) -> None:
        """Keep the list readable."""
        if len(field.data or ()) > MOST_TARGETS:
            raise ValidationError(_("At most %(most)s at once.", most=MOST_TARGETS))

    def details(self, before: Content) -> PetitionDetails:
        """Give what was written; only after `validate`. An opening that was not asked for stays as before."""
        is_opening_asked = bool(self.opens_date.raw_data)
        return PetitionDetails(
            title=self.title.data or "",
            demand=self.demand.data or "",
            background=self.background.data or "",
            language=self.language.data,
            area_question=AreaQuestion(self.area_question.data),
            is_area_required=bool(self.is_area_required.data),
            opens_at=self.instant("opens") if is_opening_asked else details_from(before).opens_at,
            closes_at=self.instant("closes"),
            zone=self.zone.data,
            first_goal=self.first_goal.data or LEAST_GOAL,
            tell_from=self.tell_from.data,
            meet_from=self.meet_from.data,
            asks=tuple(self.asks.data or ()),
            targets=tuple(self.targets.data or ()),
        )


def typed_from(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    details = details_from(content)
    shown = {name: getattr(details, name) for name in content}
    for end in MOMENTS:
        at = shown[f"{end}_at"]
        shown |= typed_time(end, *(wall_time(at, details.zone) if at else (None, 0)))
    shown |= {"asks": list(details.asks), "targets": list(details.targets)}
    return {**shown, "area_question": details.area_question.value, "version": str(version)}


class UpdateForm(ActingForm):
    """News for those who read the petition."""

    title = LineField(_l("Headline"), [DataRequired(_l("Write a headline.")), Length(max=MOST_TITLE)])
    body = TextField(
        _l("What is new?"),
        [DataRequired(_l("Write what is new.")), Length(max=MOST_NEWS)],
        description=HOW_TO_WRITE,
    )


class ClosingForm(NoteForm):
    """Close a petition early, and say why to everyone."""

    reason = TextField(
        _l("What shall people read?"),
        [Length(max=MOST_REASON)],
        description=_l("One calm sentence: why it closes early. It stands on the petition’s page."),
    )


class ReviewForm(Form):
    """What staff say of a petition."""

    verdict = RadioField(
        _l("What becomes of it?"),
        choices=lambda: choices(
            (
                ("passed", _("It can open")),
                ("second_look", _("Somebody else should look, too")),
                ("refused", _("It cannot open like this")),
            )
        ),
    )
    reason = SelectField(
        _l("Why not?"),
        choices=lambda: choices(
            (("", _("Choose a reason")), *((each.value, each.label) for each in REFUSING))
        ),
        default="",
    )
    note = TextField(
        _l("A word to the hosts"),
        [Length(max=1000)],
        description=_l("What would have to change. They read it on their page."),
    )

    def validate_reason(self, field: Field) -> None:
        """Ask for a reason with every no."""
        if self.verdict.data == "refused" and not field.data:
            raise ValidationError(_("Say why, so that the hosts can mend it."))


class StopForm(Form):
    """Why staff stop a petition that is public."""

    reason = SelectField(
        _l("Why?"),
        [DataRequired(_l("Say why: everyone who opens its page reads the reason."))],
        choices=lambda: choices(
            (("", _("Choose a reason")), *((each.value, each.public_label) for each in STOPPING))
        ),
        default="",
        description=_l("It stands on the petition’s page in these words."),
    )
    note = TextField(
        _l("A word to the hosts"),
        [Length(max=1000)],
        description=_l("What would have to change. Only hosts read it, by mail and on their page."),
    )

    def ground(self) -> Refusal:
        """Give the chosen reason; only after `validate`."""
        return Refusal(self.reason.data)


class RestoreForm(Form):
    """What staff say when they let a stopped petition go on."""

    note = TextField(_l("A word to the hosts"), [Length(max=1000)])
