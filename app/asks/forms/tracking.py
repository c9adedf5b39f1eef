"""What happened between hosts and a target, and what readers find wrong in it."""

from urllib.parse import urlsplit

from wtforms import BooleanField, Field, FileField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.asks.models import ContactKind, CorrectionStatus, Position, Standing
from app.asks.rules.content import MOST_LINE, MOST_TEXT
from app.asks.rules.evidence import Document
from app.asks.rules.status import choices_after
from app.asks.services import Answer, News, Turn, Words
from app.cohosting.forms import ActingForm
from app.core import clock
from app.core.forms import DateField, Form, LineField, MailAddress, TextField, choices, labelled
from app.core.i18n import _, _l
from app.events.models import Event

MOST_ADDRESS = 2000
UNCHANGED = ""


def check_link(_form: Form, field: Field) -> None:
    """Take only links that a browser opens."""
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in field.data:
        raise ValidationError(_("A link begins with https:// or http://."))


def _day(label: str) -> DateField:
    return DateField(label, [InputRequired(_l("Say which day it was."))], default=lambda: clock.now().date())


def _link() -> LineField:
    return LineField(
        _l("A link that shows it"),
        [Length(max=MOST_ADDRESS), check_link],
        description=_l("Minutes, news, a rule in print."),
    )


class StatusForm(ActingForm):
    """How an ask stands now, with evidence."""

    after = RadioField(_l("How does it stand now?"))
    on = _day(_l("Since which day?"))
    position = RadioField(
        _l("What do they say?"),
        choices=lambda: choices(
            ((UNCHANGED, _("As before")), *((each.value, each.label) for each in Position))
        ),
        default=UNCHANGED,
    )
    evidence_link = LineField(
        _l("A link that shows it"),
        [Length(max=MOST_ADDRESS), check_link],
        description=_l("Minutes, news, a rule."),
    )
    document = FileField(
        _l("Or a document"),
        description=_l(
            "PDF, picture or plain text, at most 5 MB. Everyone can download it: cover private names first."
        ),
    )
    note = TextField(_l("In a few words"), [Length(max=MOST_TEXT)])
    due_on = DateField(
        _l("When is the next step due?"),
        [Optional()],
        description=_l("The tracker watches this day by itself."),
    )

    def after_standing(self, old: Standing) -> "StatusForm":
        """Offer what may follow."""
        self.after.choices = labelled(choices_after(old))
        return self

    def news(self, document: Document | None) -> News:
        """Give what was written; only after `validate`."""
        return News(
            after=Standing(self.after.data),
            on=self.on.data or clock.now().date(),
            position=Position(self.position.data) if self.position.data else None,
            evidence_link=self.evidence_link.data or "",
            document=document,
            note=self.note.data or "",
            due_on=self.due_on.data,
        )


#: What is taken back is taken back where it was written.
_CHOSEN = [kind for kind in ContactKind if kind is not ContactKind.DELIVERY_TAKEN_BACK]


class ContactForm(ActingForm):
    """How hosts turned to a target."""

    kind = RadioField(_l("What was it?"), choices=labelled(_CHOSEN))
    on = _day(_l("On which day?"))
    event = SelectField(
        _l("Which event?"), description=_l("If they came to one of yours."), validate_choice=True
    )
    note = TextField(_l("In a few words"), [Length(max=MOST_TEXT)], description=_l("Everyone can read this."))

    def turn(self, event: Event | None) -> Turn:
        """Give what was written; only after `validate`."""
        on = self.on.data or clock.now().date()
        return Turn(ContactKind(self.kind.data), on, self.note.data or "", event)


class CommitmentForm(ActingForm):
    """What a target promised."""

    words = TextField(
        _l("Their words, exactly"),
        [DataRequired(_l("Write what they said, word for word.")), Length(max=MOST_TEXT)],
        description=_l("Leave out nothing and add nothing; “…” shows a gap."),
    )
    said_on = _day(_l("On which day?"))
    place = LineField(_l("Where?"), [Length(max=MOST_LINE)], description=_l("In the council, in a letter …"))
    source = LineField(
        _l("A link that shows it"),
        [Length(max=MOST_ADDRESS), check_link],
        description=_l("Minutes, news, a rule."),
    )
    due_on = DateField(
        _l("By when?"), [Optional()], description=_l("The tracker watches this day by itself.")
    )

    def said(self) -> Words:
        """Give what was written; only after `validate`."""
        return Words(
            words=self.words.data or "",
            said_on=self.said_on.data or clock.now().date(),
            place=self.place.data or "",
            source=self.source.data or "",
            due_on=self.due_on.data,
        )


class ReviewForm(ActingForm):
    """A second reader's word."""

    note = TextField(
        _l("What is not right?"),
        [Length(max=MOST_TEXT)],
        description=_l("Needed only when you say no. Only hosts read it."),
    )


class CorrectionForm(Form):
    """Anyone's request to correct a page."""

    text = TextField(
        _l("What is wrong, and what would be right?"),
        [DataRequired(_l("Say what is wrong.")), Length(max=MOST_TEXT)],
        description=_l("Your words may stand on the page beside the answer. Leave out private things."),
    )
    source = LineField(
        _l("A link that shows it"),
        [Length(max=MOST_ADDRESS), check_link],
        description=_l("Minutes, news, a rule."),
    )
    email = LineField(
        _l("Your e-mail address"),
        [Optional(), Length(max=320), MailAddress(_l("This does not look like an e-mail address."))],
        description=_l("Only to tell you the answer. Nobody else sees it, and we forget it 90 days later."),
    )


class AnswerForm(ActingForm):
    """What hosts say to a request."""

    status = RadioField(
        _l("What do you do?"),
        choices=lambda: choices(
            (each.value, each.label) for each in CorrectionStatus if each is not CorrectionStatus.WAITING
        ),
    )
    text = TextField(
        _l("Your answer"),
        [DataRequired(_l("Write an answer; everyone can read it.")), Length(max=MOST_TEXT)],
    )
    is_quoted = BooleanField(
        _l("Show their words beside the answer"),
        default=True,
        description=_l("Leave this out when the words name or hurt someone."),
    )

    def answer(self) -> Answer:
        """Give what was written; only after `validate`."""
        return Answer(CorrectionStatus(self.status.data), self.text.data or "", bool(self.is_quoted.data))
