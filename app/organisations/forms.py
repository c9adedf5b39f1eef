"""The forms of organisations."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, SelectField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from app.core.forms import Form, LineField, MailAddress, TextField, choices
from app.core.i18n import _, _l
from app.core.numbers import row_number
from app.core.zones import zone_choices
from app.organisations.models import MemberRole, Organisation
from app.organisations.rules import MOST_LINKS, Logo, Profile

NAME_LENGTH = 120
LINE_LENGTH = 200
TEXT_LENGTH = 1500
ADDRESS_LENGTH = 500


class _NameAndPurpose(Form):
    """What every organisation says of itself from the start."""

    name = LineField(
        _l("Name"),
        [DataRequired(_l("Give the name of your organisation.")), Length(2, NAME_LENGTH)],
    )
    purpose = TextField(
        _l("What you are here for"),
        [Length(max=TEXT_LENGTH)],
        description=_l("Two or three sentences in your own words. Everyone can read them."),
    )
    works_with = LineField(
        _l("Whom you work with"),
        [Length(max=LINE_LENGTH)],
        description=_l("In your own words, such as “men of all ages” or “mothers and their friends”."),
    )
    area = LineField(
        _l("Where you work"),
        [Length(max=LINE_LENGTH)],
        description=_l("A town, a part of the country, or “online”."),
    )
    time_zone = SelectField(
        _l("Time zone"),
        choices=zone_choices,
        description=_l("Your events start with this one; you can choose another for each."),
    )

    def plain_profile(self) -> Profile:
        """Give what both forms hold."""
        return Profile(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            works_with=self.works_with.data or "",
            area=self.area.data or "",
            time_zone=self.time_zone.data,
        )


class NewOrganisationForm(_NameAndPurpose):
    """Bring an organisation here."""

    slug = LineField(
        _l("Address on this site"),
        [
            Optional(),
            Length(2, 70),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message=_l("Use small letters, digits and single hyphens, such as the-long-table."),
            ),
        ],
        description=_l("It stays for good. Leave it empty and we make it from the name."),
    )

    def details(self) -> Profile:
        """Give the profile."""
        return self.plain_profile()


class LinkForm(Form):
    """One link of a profile: what it is, and its address."""

    label = LineField(_l("What the link is"), [Length(max=NAME_LENGTH)])
    url = LineField(_l("Its address"), [Length(max=ADDRESS_LENGTH)])

    def validate_url(self, field: LineField) -> None:
        """Take only https addresses of real hosts."""
        if not field.data:
            if self.label.data:
                raise ValidationError(_("Add the address of this link, or empty its name."))
            return
        if "://" not in field.data:
            field.data = f"https://{field.data}"
        if not _is_https(field.data):
            raise ValidationError(_("Start the address with https://, as your browser shows it."))


class _Links(FieldList):  # type: ignore[type-arg]  # generic in the stubs only
    """Always the same number of links, so nothing that is sent can make more or break the count."""

    def _extract_indices(self, prefix: str, formdata: object) -> range:  # noqa: ARG002  # WTForms' signature
        return range(MOST_LINKS)


class ProfileForm(_NameAndPurpose):
    """Change what an organisation says of itself."""

    version = HiddenField()
    links = _Links(FormField(LinkForm), min_entries=MOST_LINKS, max_entries=MOST_LINKS)
    contact_email = LineField(
        _l("Address to write to"),
        [
            Optional(),
            Length(max=ADDRESS_LENGTH),
            MailAddress(_l("This does not look like an e-mail address.")),
        ],
        description=_l("A shared one, such as hello@…, never someone’s own. Everyone can read it."),
    )
    logo = FileField(
        _l("Logo"), description=_l("JPEG, PNG, WebP or GIF. We make it small and forget where it was taken.")
    )
    logo_alt = LineField(
        _l("What the logo shows"),
        [Length(max=LINE_LENGTH)],
        description=_l("A few words for people who do not see it."),
    )
    remove_logo = BooleanField(_l("Take the logo away"))

    def validate_logo_alt(self, field: LineField) -> None:
        """Ask for words with every new picture."""
        if self._new_picture() is not None and not field.data:
            raise ValidationError(_("Say in a few words what the logo shows, and choose it again."))

    @classmethod
    def showing(cls, organisation: Organisation) -> "ProfileForm":
        """Make the form as it stands now."""
        return cls(obj=organisation)

    @property
    def seen_version(self) -> int:
        """Give the version that the person has read; 0 when it cannot be known."""
        return row_number(self.version.data or "") or 0

    def details(self) -> Profile:
        """Give the profile."""
        links = tuple(
            (entry.label.data or urlsplit(entry.url.data).hostname or "", entry.url.data)
            for entry in (item.form for item in self.links)
            if entry.url.data
        )
        return replace(self.plain_profile(), links=links, contact_email=self.contact_email.data or "")

    def logo_details(self) -> Logo:
        """Give what becomes of the logo."""
        picture = self._new_picture()
        content = picture.read() if picture is not None else None
        return Logo(self.logo_alt.data or "", content, bool(self.remove_logo.data))

    def _new_picture(self) -> FileStorage | None:
        picture = self.logo.data
        return picture if isinstance(picture, FileStorage) and picture.filename else None


class InvitationForm(Form):
    """Ask someone to join."""

    email = LineField(
        _l("E-mail address"),
        [
            DataRequired(_l("Give the address.")),
            MailAddress(_l("This does not look like an e-mail address.")),
        ],
        description=_l("They get a mail with a link. It works for 14 days."),
    )
    role = SelectField(_l("Role"), [DataRequired(_l("Choose a role."))])

    def offer(self, roles: Iterable[MemberRole]) -> "InvitationForm":
        """Let the person choose from the roles that they may give."""
        self.role.choices = choices(role_choices(roles))
        return self

    def chosen_role(self) -> MemberRole:
        """Give the role."""
        return MemberRole(self.role.data)


class RoleForm(Form):
    """Give a member another role."""

    role = SelectField(
        _l("Role"), [DataRequired(_l("Choose a role."))], choices=lambda: choices(role_choices(MemberRole))
    )

    def chosen_role(self) -> MemberRole:
        """Give the role."""
        return MemberRole(self.role.data)


class VerificationForm(Form):
    """Ask staff to vouch for the organisation."""

    text = TextField(
        _l("What should we know?"),
        [
            DataRequired(_l("Write a few words, so that we can tell who you are.")),
            Length(20, TEXT_LENGTH, _l("Write between 20 and 1500 letters.")),
        ],
        description=_l(
            "Who you are, since when, and where we can see that: a register number, a website, "
            "someone here who knows you. Only our staff read this."
        ),
    )


def role_choices(roles: Iterable[MemberRole]) -> list[tuple[str, str]]:
    """Give roles to choose from, as people read them."""
    return [(role.value, role.label) for role in roles]


def _is_https(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host.strip(".") and not parts.username and " " not in address
