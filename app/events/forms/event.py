"""The organisers' form: everything that hosts write about an event."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.forms import Choices, Form, LineField, NumberField, TextField, choices, labelled
from app.core.i18n import _, _l
from app.events.forms.reading import (
    read_domains,
    read_tags,
    says_http,
)
from app.events.forms.times import TimesForm
from app.events.models import AccessFact, AddressVisibility, EventFormat, EventVisibility
from app.events.rules.agreements import AGREEMENT_TEMPLATES, template_by_key
from app.events.rules.content import MOST_LINE, MOST_QUESTIONS, MOST_TEXT, MOST_TITLE, EventDetails
from app.events.rules.languages import EVENT_LANGUAGES
from app.events.rules.maps import read_coordinates

MOST_SUMMARY = 300
MOST_DESCRIPTION = 20_000
MOST_SPOTS = 100_000
MOST_PARTY = 20
_SPOTS = _l("Write from %(min)s to %(max)s places, or leave it empty for no limit.")
NO_AGREEMENT = "none"
OWN_AGREEMENT = "own"


def _agreement_choices() -> Choices:
    return choices(
        (
            (NO_AGREEMENT, _("None")),
            *((template.key, template.title) for template in AGREEMENT_TEMPLATES),
            (OWN_AGREEMENT, _("Our own words")),
        )
    )


class QuestionForm(Form):
    """One question to people who reply."""

    prompt = LineField(_l("Question"), [Length(max=MOST_LINE)])
    is_required = BooleanField(_l("People have to answer this"))


class EventForm(TimesForm):
    """Everything that hosts write about an event; a draft needs only its title."""

    title = LineField(
        _l("Title"), [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)]
    )
    summary = TextField(
        _l("In one or two sentences"),
        [Length(max=MOST_SUMMARY)],
        description=_l("What people can expect. It stands in lists and in calendars."),
    )
    description = TextField(
        _l("Description"),
        [Length(max=MOST_DESCRIPTION)],
        description=_l(
            "As long as you like. *Stars* make words slanted, and a line that begins with - is a list."
        ),
    )
    tags = LineField(
        _l("Tags"),
        [Length(max=MOST_LINE)],
        description=_l(
            "Up to 8 words that people may look for, with commas between them: walking, fathers, art."
        ),
    )
    language = SelectField(_l("Language"), choices=lambda: choices(EVENT_LANGUAGES.items()))

    format = RadioField(
        _l("How people take part"),
        choices=labelled(EventFormat),
    )
    place_name = LineField(
        _l("Name of the place"),
        [Length(max=MOST_LINE)],
        description=_l("Everyone can read this: Fernhill Library."),
    )
    place_area = LineField(
        _l("Town or district"),
        [Length(max=MOST_LINE)],
        description=_l("Everyone can read this, and people search by it: Leeds."),
    )
    place_address = LineField(_l("Address"), [Length(max=MOST_LINE)])
    map_place = LineField(
        _l("On the map"),
        [Length(max=MOST_TEXT)],
        description=_l("Paste a link from any map, or type latitude and longitude: 53.7997, -1.5492."),
    )
    directions = TextField(
        _l("How to get there"),
        [Length(max=MOST_TEXT)],
        description=_l(
            "Which door, which bus, where the bell is. Only people who may see the address read it."
        ),
    )
    address_visibility = RadioField(
        _l("Who sees the address, the map and the way there?"),
        choices=labelled(AddressVisibility),
    )
    online_link = LineField(
        _l("Online link"),
        [Length(max=MOST_TEXT)],
        description=_l("Only people who have replied see it."),
    )

    capacity_in_person = NumberField(
        _l("Places in person"),
        [Optional(), NumberRange(1, MOST_SPOTS, _SPOTS)],
        description=_l("Leave it empty for no limit."),
    )
    capacity_online = NumberField(
        _l("Places online"),
        [Optional(), NumberRange(1, MOST_SPOTS, _SPOTS)],
        description=_l("Leave it empty for no limit."),
    )
    party_limit = NumberField(
        _l("Most people in one reply"),
        [
            InputRequired(_l("Say how many people may come with one reply.")),
            NumberRange(1, MOST_PARTY, _l("Choose from %(min)s to %(max)s people in one reply.")),
        ],
    )

    first_ten_minutes = TextField(
        _l("The first ten minutes"),
        [Length(max=MOST_TEXT)],
        description=_l(
            "Who meets you at the door, where you can sit, what happens first. It helps shy people most."
        ),
    )
    content_notes = TextField(
        _l("What is talked about"),
        [Length(max=MOST_TEXT)],
        description=_l("So that people can choose: “Suicide is talked about.”"),
    )
    access_facts = SelectMultipleField(
        _l("What makes it easier to take part"),
        choices=labelled(AccessFact),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    access_notes = TextField(_l("More about access"), [Length(max=MOST_TEXT)])
    safeguarding_contact = LineField(
        _l("Whom to turn to when something feels wrong"),
        [Length(max=MOST_LINE)],
        description=_l("A name and a way to reach them during the event. Everyone can read it."),
    )

    upload = FileField(
        _l("A photo"), description=_l("JPEG, PNG or WebP. Without one we draw the circles of the hosts.")
    )
    picture = HiddenField()
    no_picture = BooleanField(_l("Take the photo away"))
    picture_alt = LineField(
        _l("What the photo shows"),
        [Length(max=MOST_LINE)],
        description=_l("For people who cannot see it."),
    )

    questions = FieldList(FormField(QuestionForm), min_entries=MOST_QUESTIONS, max_entries=MOST_QUESTIONS)

    agreement = RadioField(_l("Which agreement?"), choices=_agreement_choices)
    agreement_title = LineField(_l("Title of your agreement"), [Length(max=MOST_TITLE)])
    agreement_body = TextField(_l("Your agreement"), [Length(max=MOST_DESCRIPTION)])

    visibility = RadioField(
        _l("Who can find and join it?"),
        choices=labelled(EventVisibility),
    )
    email_domains = LineField(
        _l("E-mail addresses that end with"),
        [Length(max=MOST_TEXT)],
        description=_l("For example: school.example, council.example"),
    )

    version = HiddenField()
    on_behalf_of = SelectField(_l("You write for"), coerce=int)
    note = LineField(
        _l("Why you change it"),
        [Length(max=MOST_LINE)],
        description=_l("A few words for the other hosts."),
    )

    def for_hosts(self, hosts: Choices) -> "EventForm":
        """Offer the organisations that this person may write for."""
        self.on_behalf_of.choices = hosts
        if self.on_behalf_of.data is None and hosts:
            self.on_behalf_of.data = hosts[0].value
        return self

    def validate_map_place(self, field: LineField) -> None:
        """Refuse what holds no place on earth."""
        if field.data and read_coordinates(field.data) is None:
            raise ValidationError(
                _(
                    "We find no place in this. Short links hide it: open the link first, then copy "
                    "the long address, or type the two numbers."
                )
            )

    def validate_online_link(self, field: LineField) -> None:
        """Take only links that a browser opens."""
        if field.data and not says_http(field.data):
            raise ValidationError(_("A link begins with https:// or http://."))

    def validate_tags(self, field: LineField) -> None:
        """Refuse too many or too long tags."""
        read_tags(field.data or "")

    def validate_email_domains(self, field: LineField) -> None:
        """Ask for domains when only they may join, and refuse what is none."""
        domains = read_domains(field.data or "")
        if self.visibility.data == EventVisibility.DOMAINS and not domains:
            raise ValidationError(_("Say which e-mail addresses may join."))

    def validate_agreement_body(self, field: TextField) -> None:
        """Ask for the text of an own agreement."""
        if self.agreement.data == OWN_AGREEMENT and not field.data:
            raise ValidationError(_("Write your agreement here, or choose one of ours."))

    def details(self) -> EventDetails:
        """Give what was written; only after `validate`."""
        place = read_coordinates(self.map_place.data or "") or (None, None)
        agreement_title, agreement_body = self._agreement()
        visibility = EventVisibility(self.visibility.data)
        has_picture = bool(self.picture.data) and not self.no_picture.data
        return EventDetails(
            **self.times(),
            title=self.title.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            tags=read_tags(self.tags.data or ""),
            language=self.language.data,
            format=EventFormat(self.format.data),
            place_name=self.place_name.data or "",
            place_area=self.place_area.data or "",
            place_address=self.place_address.data or "",
            latitude=place[0],
            longitude=place[1],
            directions=self.directions.data or "",
            address_visibility=AddressVisibility(self.address_visibility.data),
            online_link=self.online_link.data or "",
            capacity_in_person=self.capacity_in_person.data,
            capacity_online=self.capacity_online.data,
            party_limit=self.party_limit.data or 1,
            first_ten_minutes=self.first_ten_minutes.data or "",
            content_notes=self.content_notes.data or "",
            access_facts=list(self.access_facts.data or []),
            access_notes=self.access_notes.data or "",
            safeguarding_contact=self.safeguarding_contact.data or "",
            picture=self.picture.data if has_picture else None,
            picture_alt=(self.picture_alt.data or "") if has_picture else "",
            questions=self._questions(),
            visibility=visibility,
            email_domains=read_domains(self.email_domains.data or "")
            if visibility is EventVisibility.DOMAINS
            else [],
            agreement_title=agreement_title,
            agreement_body=agreement_body,
        )

    def _questions(self) -> list[dict[str, Any]]:
        """Give the questions that were asked; each keeps the number of its place."""
        return [
            {
                "id": f"q{number}",
                "prompt": entry.form.prompt.data,
                "is_required": bool(entry.form.is_required.data),
            }
            for number, entry in enumerate(self.questions.entries, start=1)
            if entry.form.prompt.data
        ]

    def _agreement(self) -> tuple[str, str]:
        if self.agreement.data == OWN_AGREEMENT:
            return self.agreement_title.data or _("What we agree on"), self.agreement_body.data or ""
        template = template_by_key(self.agreement.data or "")
        return (template.title, template.body) if template else ("", "")
