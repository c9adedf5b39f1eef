"""The forms of staff."""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from app.audit.models import Action
from app.core.forms import Choices, Form, LineField, TextField, choices
from app.core.i18n import _, _l
from app.core.numbers import row_number
from app.organisations.models import OrganisationStatus
from app.staff.rules import in_words

TEXT_LENGTH = 2000


def action_choices() -> Choices:
    """Give actions to choose from, and all."""
    return choices((("", _("Everything")), *((action.value, in_words(action)) for action in Action)))


class VerifyForm(Form):
    """Vouch for an organisation."""

    note = TextField(
        _l("A word to the owners"),
        [Length(max=TEXT_LENGTH)],
        description=_l("It stands in the mail that tells them."),
        id="verify-note",
    )


class RejectForm(Form):
    """Say why staff cannot vouch."""

    note = TextField(
        _l("What is missing, and what would help"),
        [DataRequired(_l("Write what is missing: the owners read it.")), Length(max=TEXT_LENGTH)],
        description=_l("Write it kindly; it stands in the mail to the owners."),
        id="reject-note",
    )


class SuspendForm(Form):
    """Keep someone from signing in."""

    reason = TextField(
        _l("Reason"),
        [DataRequired(_l("Write down why. Other staff rely on it.")), Length(max=TEXT_LENGTH)],
        description=_l("Only staff read this."),
    )


class FindForm(Form):
    """Find something by a part of its name."""

    q = LineField(_l("Name or address"), [Length(max=200)])


class OrganisationsForm(FindForm):
    """Narrow the list of organisations."""

    status = SelectField(_l("How it stands"), choices=lambda: status_choices(OrganisationStatus))

    def chosen_status(self) -> OrganisationStatus | None:
        """Give the status, or None for all."""
        return OrganisationStatus(self.status.data) if self.status.data in set(OrganisationStatus) else None


class TrailForm(Form):
    """Narrow the audit trail."""

    action = SelectField(_l("What was done"), choices=action_choices)
    actor = LineField(_l("Number of the person"), [Length(max=20)])
    subject = LineField(
        _l("What it was done to"), [Length(max=80)], description=_l("Such as organisations:12.")
    )

    def chosen_action(self) -> Action | None:
        """Give the action, or None for all."""
        return Action(self.action.data) if self.action.data in set(Action) else None

    def chosen_actor(self) -> int | None:
        """Give the person's number, or None for everybody."""
        return row_number(self.actor.data or "")


def status_choices(statuses: Iterable[OrganisationStatus]) -> Choices:
    """Give statuses to choose from, and all."""
    return choices((("", _("All")), *((status.value, status.label) for status in statuses)))
