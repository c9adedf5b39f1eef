"""Sign a petition, and change one's own signature."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.models import User
from app.cohosting.queries import HostCard
from app.core import clock
from app.core.forms import Form, LineField, MailAddress, TextField, choices, labelled
from app.core.i18n import _, _l
from app.organisations.models import Organisation
from app.petitions.models import AreaQuestion, DisplayName, Perspective, Petition, Signature
from app.petitions.rules import can_sign
from app.petitions.rules.addresses import folded_postcode
from app.petitions.rules.signing import can_be_place, refusal_of_name
from app.petitions.services.owning import SignatureChange
from app.petitions.services.signing import SigningDetails

#: Who may ask whether they may write.
Hosts = Sequence[Organisation] | Sequence[HostCard]
NAME_LENGTH = 120
EMAIL_LENGTH = 320
REASON_LENGTH = 1_000
AREA_LENGTH = 60
SHORTEST_POSTCODE, LONGEST_POSTCODE = 3, 10
_DISPLAY = (
    (DisplayName.HIDDEN.value, _l("Nobody sees my name")),
    (DisplayName.FIRST_NAME.value, _l("My first name may be shown")),
    (DisplayName.FULL_NAME.value, _l("My full name may be shown")),
)


class AboutSignerForm(Form):
    """What a signer can write, and change later."""

    name = LineField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), Length(max=NAME_LENGTH)],
        description=_l("First and last name, as others know you."),
    )
    display = RadioField(
        _l("May your name be shown?"),
        choices=choices(_DISPLAY),
        default=DisplayName.HIDDEN.value,
        description=_l(
            "Shown beside your reason, and handed over with the petition. Nobody else can choose this."
        ),
    )
    reason = TextField(
        _l("Why does this matter to you?"),
        [Length(max=REASON_LENGTH)],
        description=_l("A person reads it before anyone can see it. Leave out what would name someone else."),
    )
    perspective = SelectField(
        _l("From where do you speak?"),
        choices=labelled(Perspective),
        default=Perspective.UNSAID.value,
        description=_l("Only so that different voices are shown in balance. It is never counted in public."),
    )
    consents = SelectMultipleField(
        _l("Who may write to you about other things?"),
        [Optional()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Tick nobody, and nobody does."),
    )
    is_following = BooleanField(_l("Tell me what becomes of this petition (at most three mails a month)"))

    def validate_name(self, field: LineField) -> None:
        """Refuse what cannot be a name."""
        if refusal := refusal_of_name(field.data or ""):
            raise ValidationError(refusal)

    def offer(self, hosts: Hosts) -> None:
        """Name the hosts who may be allowed to write."""
        self.consents.choices = choices((host.id, host.name) for host in hosts)


class SignForm(AboutSignerForm):
    """Sign; made by `sign_form`."""

    email = EmailField(
        _l("Your e-mail"),
        [
            DataRequired(_l("Write your e-mail address: the link we send there makes your name count.")),
            Length(max=EMAIL_LENGTH),
            MailAddress(_l("Write a full e-mail address, such as name@example.org.")),
        ],
        filters=[lambda text: text.strip() if text else text],
        description=_l("We send one link to it. The hosts see it only if you tick them below."),
    )
    postcode = LineField(
        _l("Your postcode"), description=_l("It shows which areas care. Only its first part is counted.")
    )
    area = LineField(_l("Your town or area"), [Length(max=AREA_LENGTH)])
    event = HiddenField()
    via = HiddenField()

    question: AreaQuestion = AreaQuestion.NONE
    is_area_required: bool = False

    def validate_postcode(self, field: LineField) -> None:
        """Ask for something like a postcode where one is asked for."""
        if self.question is not AreaQuestion.POSTCODE:
            return
        length = len(folded_postcode(field.data or ""))
        if not field.data and not self.is_area_required:
            return
        if not SHORTEST_POSTCODE <= length <= LONGEST_POSTCODE:
            raise ValidationError(_("Write a postcode, such as LS6 2AB."))

    def validate_area(self, field: LineField) -> None:
        """Ask for an area where one is needed, and for nothing but a place."""
        if not can_be_place(field.data or ""):
            raise ValidationError(_("Write only the name of a town or area."))
        if self.question is AreaQuestion.AREA and self.is_area_required and not field.data:
            raise ValidationError(_("Write the town or area you live in."))

    def details(self) -> SigningDetails:
        """Give what was written; where it came from is added by the view."""
        return SigningDetails(
            name=self.name.data or "",
            email=self.email.data or "",
            postcode=self.postcode.data or "" if self.question is AreaQuestion.POSTCODE else "",
            area=self.area.data or "" if self.question is AreaQuestion.AREA else "",
            reason=self.reason.data or "",
            perspective=Perspective(self.perspective.data),
            display=DisplayName(self.display.data),
            consents=tuple(self.consents.data or ()),
            is_following=bool(self.is_following.data),
        )


class ChangeSignatureForm(AboutSignerForm):
    """Change one's own signature; made by `change_signature_form`."""

    def details(self) -> SignatureChange:
        """Give what was written."""
        return SignatureChange(
            name=self.name.data if "name" in self else None,
            display=DisplayName(self.display.data),
            reason=self.reason.data or "",
            perspective=Perspective(self.perspective.data),
            is_following=bool(self.is_following.data),
            consents=tuple(self.consents.data or ()),
        )


def sign_form(
    petition: Petition,
    hosts: Hosts,
    sent: MultiDict[str, str] | None = None,
    *,
    user: User | None = None,
    came_by: Mapping[str, str] | None = None,
) -> SignForm:
    """Make the form with which a petition is signed; someone signed in finds name and address filled in.

    `came_by` names the event (`event`) or the host (`via`) whose link led here.
    """
    known = {"name": user.name, "email": user.email} if user else {}
    form = SignForm(sent, data={**known, **(came_by or {})})
    form.question, form.is_area_required = petition.area_question, petition.is_area_required
    form.offer(hosts)
    return form


def change_signature_form(
    signature: Signature,
    hosts: Hosts,
    consents: Sequence[int],
    sent: MultiDict[str, str] | None = None,
) -> ChangeSignatureForm:
    """Make the form that changes a signature, filled with what it says now; no name once it has closed."""
    values = {
        "name": signature.name,
        "display": signature.display.value,
        "reason": signature.reason,
        "perspective": signature.perspective.value,
        "is_following": signature.is_following,
        "consents": consents,
    }
    form = ChangeSignatureForm(sent, data=values)
    form.offer(hosts)
    if not can_sign(signature.petition, clock.now()):
        del form["name"]
    return form
