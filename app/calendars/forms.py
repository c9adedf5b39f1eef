"""Forms of calendars."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField
from wtforms.validators import Length

from app.calendars.gateway.fetching import FIELD
from app.calendars.gateway.sources import FILE_FIELD, Source, source_at
from app.core.forms import Form, LineField
from app.core.i18n import _, _l

ADDRESS_LENGTH = 2000


class DiscreetForm(Form):
    """Choose what the calendar tells people who look over your shoulder."""

    is_discreet = BooleanField(
        _l("Keep it discreet"),
        description=_l(
            "Your calendar then says only “Appointment” and the time: no title, no words, no place."
            " Good for a calendar that others can see."
        ),
    )


class BringBackForm(Form):
    """Choose whether an import also makes again what was deleted here."""

    bring_back = BooleanField(_l("Also make those again that you deleted here"))


class ImportForm(Form):
    """Give a calendar that another program wrote, as a file or by its address."""

    file = FileField(
        _l("A calendar file"),
        description=_l("Most programs can export one; its name usually ends in .ics. At most 5 MB."),
    )
    address = LineField(
        _l("Or the address of a calendar"),
        [Length(max=ADDRESS_LENGTH)],
        description=_l("It begins with https://, http:// or webcal://. We fetch it once, now."),
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # as WTForms
        """Ask for exactly one of the two."""
        is_valid = bool(super().validate(extra_validators))
        if self._upload is None and not self.address.data:
            self.refuse(_("Choose a file, or give an address."), FILE_FIELD)
            return False
        if self._upload is not None and self.address.data:
            self.refuse(_("Choose a file or give an address, not both."), FIELD)
            return False
        return is_valid

    def source(self) -> Source:
        """Give what was chosen; a file is read here."""
        upload = self._upload
        if upload is None:
            return source_at(self.address.data or "")
        return Source(name=upload.filename or "", data=upload.read())

    @property
    def _upload(self) -> FileStorage | None:
        upload = self.file.data
        return upload if isinstance(upload, FileStorage) and upload.filename else None
