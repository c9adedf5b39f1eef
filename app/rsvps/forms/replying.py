"""Forms of replies."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import User
from app.cohosting.queries import HostCard
from app.core.forms import Form, LineField, MailAddress, TextField, choices, labelled, without_site
from app.core.i18n import _, _l
from app.events.models import Agreement, Event, Way
from app.rsvps.models import Rsvp, Wishes
from app.rsvps.queries import ReplyOffer
from app.rsvps.services import ReplyChange, ReplyDetails

AnyForm = TypeVar("AnyForm", bound="AboutYouForm")
NAME_LENGTH = 80
EMAIL_LENGTH = 320
NEEDS_LENGTH = 2000
ANSWER_LENGTH = 1000
ANSWER = "answer_"


class AboutYouForm(Form):
    """What someone can write when they reply and change later; each event adds its questions."""

    name = LineField(
        _l("A name to greet you by"),
        [
            DataRequired(_l("Write a name. Any name you like will do.")),
            Length(max=NAME_LENGTH),
            without_site,
        ],
    )
    party_size = SelectField(_l("How many of you"), coerce=int, default=1)
    way = RadioField(_l("How would you like to take part?"), validate_choice=False)
    access_needs = TextField(
        _l("Anything that would help you take part"),
        [Length(max=NEEDS_LENGTH)],
        description=_l("Only the people who arrange this event read it. It is deleted 14 days after."),
    )
    consents = SelectMultipleField(
        _l("Who may write to you again?"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("About other things they do. Tick nobody, and you only hear about this event."),
    )

    wants_reminders = BooleanField(
        _l("Remind me before it begins"), description=_l("A short mail. You can stop it at any time.")
    )
    wants_invitations = BooleanField(
        _l("Put it into my calendar, and move it there if it moves"),
        description=_l("Our mails then carry an invitation that your calendar understands."),
    )
    is_discreet = BooleanField(
        _l("Keep it discreet"),
        description=_l("Subjects and calendar then say only “appointment” and the day."),
    )
    takes_fewer = BooleanField(_l("Fewer places will do, if there are not enough for all of us"))

    #: What may be chosen; set by `offer`.
    ways: Sequence[Way] = ()

    def validate_way(self, field: RadioField) -> None:
        """Ask for one of the ways that this event offers."""
        if field.data not in self.ways:
            raise ValidationError(_("Choose how you would like to take part."))

    @property
    def question_fields(self) -> list[Field]:
        """Give the fields of the hosts' questions, in their order."""
        return [field for name, field in self._fields.items() if name.startswith(ANSWER)]

    @property
    def wishes(self) -> Wishes:
        """Give which mail is wanted."""
        return Wishes(self.wants_reminders.data, self.wants_invitations.data, self.is_discreet.data)

    @property
    def answers(self) -> dict[str, str]:
        """Give the answers by the question's id, without empty ones."""
        return {field.name.removeprefix(ANSWER): field.data for field in self.question_fields if field.data}

    def offer(self, hosts: Sequence[HostCard], *, most: int, ways: Sequence[Way]) -> None:
        """Set the choices that this event leaves; the only way of coming needs no asking."""
        self.ways = ways
        self.party_size.choices = choices((count, _people(count)) for count in range(1, most + 1))
        self.way.choices = labelled(ways)
        self.consents.choices = choices((host.id, host.name) for host in hosts)
        if len(ways) == 1:
            self.way.data = ways[0].value


class ReplyForm(AboutYouForm):
    """Reply to an event; made by `reply_form`."""

    email = EmailField(
        _l("Your e-mail"),
        [
            DataRequired(_l("Write your e-mail address, so that we can confirm your place.")),
            Length(max=EMAIL_LENGTH),
            MailAddress(_l("Write a full e-mail address, such as name@example.org.")),
        ],
        filters=[lambda text: text.strip() if text else text],
        description=_l("For the confirmation. The hosts do not see it unless you say so."),
    )
    all_dates = BooleanField(
        _l("I would like to come to all coming dates"),
        description=_l("We keep you a place on each that has room, and tell you which have none."),
    )
    #: Ticked, or sent along by the form of a full event.
    waits = BooleanField(_l("Put us on the waiting list until there is room for all of us"))
    #: The host by whose link they came.
    via = HiddenField()
    agreement_id = HiddenField()
    agreed = BooleanField(_l("I will keep to the agreement."))
    agreement: Agreement | None = None
    #: Whether the form asks if they would like to wait: their party does not fit, though there is room.
    asks_to_wait = False

    def validate_agreed(self, field: Field) -> None:
        """Ask for a yes to exactly the agreement that is in force."""
        if self.agreement is None:
            return
        if self.agreement_id.data != str(self.agreement.id):
            self.agreement_id.data, field.data = str(self.agreement.id), False
            raise ValidationError(_("The agreement has changed meanwhile. Read it, then tick the box again."))
        if not field.data:
            raise ValidationError(_("Tick the box if you will keep to the agreement."))

    def details(self) -> ReplyDetails:
        """Give what was written."""
        return ReplyDetails(
            name=self.name.data or "",
            email=self.email.data or "",
            party_size=self.party_size.data,
            way=Way(self.way.data),
            access_needs=self.access_needs.data or "",
            answers=self.answers,
            consents=tuple(self.consents.data or ()),
            agreement_id=self.agreement.id if self.agreement else None,
            wishes=self.wishes,
            waits=bool(self.waits.data),
            takes_fewer=bool(self.takes_fewer.data),
        )


class ReplyChangeForm(AboutYouForm):
    """Change a reply; made by `change_form`."""

    def details(self) -> ReplyChange:
        """Give what was written."""
        return ReplyChange(
            name=self.name.data or "",
            party_size=self.party_size.data,
            way=Way(self.way.data),
            access_needs=self.access_needs.data or "",
            answers=self.answers,
            consents=tuple(self.consents.data or ()),
            wishes=self.wishes,
            takes_fewer=bool(self.takes_fewer.data),
        )


def reply_form(
    offer: ReplyOffer,
    sent: MultiDict[str, str] | None = None,
    *,
    user: User | None = None,
    all_dates: bool = False,
) -> ReplyForm:
    """Make the reply form of an event; someone signed in finds name and address filled in."""
    known = {"name": user.name, "email": user.email} if user else {}
    number = str(offer.agreement.id) if offer.agreement else ""
    via = offer.via.host.slug if offer.via else ""
    data = {**known, "agreement_id": number, "via": via, "all_dates": all_dates}
    form = _asking(ReplyForm, offer.event)(sent, data=data)
    form.agreement = offer.agreement
    form.asks_to_wait = bool(form.waits.data) and not offer.is_full
    form.offer(offer.hosts, most=offer.event.party_limit, ways=offer.event.ways)
    return form


def change_form(
    rsvp: Rsvp, hosts: Sequence[HostCard], consents: Sequence[int], sent: MultiDict[str, str] | None = None
) -> ReplyChangeForm:
    """Make the form that changes a reply, filled with what it says now."""
    event = rsvp.event
    answers = {f"{ANSWER}{number}": text for number, text in rsvp.answers.items()}
    values = {
        "name": rsvp.name,
        "party_size": rsvp.party_size,
        "way": rsvp.way.value,
        "access_needs": rsvp.access_needs,
        "takes_fewer": rsvp.takes_fewer,
        "consents": consents,
        **asdict(rsvp.wishes),
        **answers,
    }
    form = _asking(ReplyChangeForm, event)(sent, data=values)
    ways = [way for way in Way if way in {*event.ways, rsvp.way}]
    form.offer(hosts, most=max(event.party_limit, rsvp.party_size), ways=ways)
    return form


def _asking(kind: type[AnyForm], event: Event) -> type[AnyForm]:
    """Give the form with a field for each question of the hosts (WTForms: dynamic form composition)."""
    if not event.questions:
        return kind
    fields = {f"{ANSWER}{question['id']}": _question(question) for question in event.questions}
    return type(kind.__name__, (kind,), fields)


def _question(question: Mapping[str, Any]) -> Any:  # noqa: ANN401  # WTForms' unbound field
    needed = DataRequired(_("This question needs an answer."))
    return TextField(
        str(question["prompt"]),
        [needed if question.get("is_required") else Optional(), Length(max=ANSWER_LENGTH)],
    )


def _people(count: int) -> str:
    return _("1, just me") if count == 1 else str(count)
