"""What people type at the door, and what devices send."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from wtforms import StringField
from wtforms.validators import DataRequired, Length, NumberRange

from app.core import clock
from app.core.errors import Invalid
from app.core.forms import Form, LineField, NumberField
from app.core.i18n import _, _l
from app.core.numbers import row_number
from app.core.text import clean_line, piles_marks
from app.door.models import EntryKind
from app.door.rules import MOST_ENTRIES, MOST_NAME, MOST_PEOPLE, Entry


class LinkForm(Form):
    """Make a link for helpers' devices."""

    name = LineField(
        _l("Name of the link"),
        [DataRequired(_l("Write a name, such as “The side door”.")), Length(max=80)],
        description=_l("So that you know later which one to end."),
    )


class PinForm(Form):
    """Open the door on a device."""

    pin = StringField(_l("PIN"), [DataRequired(_l("Write the six digits that the organisers gave you."))])


class WalkInForm(Form):
    """Write down someone who comes without a reply."""

    name = LineField(
        _l("A name to greet them by"),
        [Length(max=MOST_NAME)],
        description=_l("Any name will do. It is forgotten two weeks after."),
    )
    people = NumberField(
        _l("How many people"),
        [NumberRange(1, MOST_PEOPLE, _l("Write how many people come, from %(min)s to %(max)s."))],
        default=1,
    )


def entry_from_form(sent: Mapping[str, str]) -> Entry:
    """Read the one thing that a button of the page says; raise Invalid for what no page sends."""
    return entry_from({**sent, "client_id": sent.get("client_id") or str(uuid4())}, clock.now())


def batch_from(sent: Any) -> tuple[list[Entry], datetime | None, int]:  # noqa: ANN401  # whatever JSON a device sends
    """Read what a device has kept: the entries, the time by its clock, and the last entry that it knows."""
    if not isinstance(sent, Mapping) or not isinstance(sent.get("entries"), Sequence):
        raise Invalid(_("We could not read what this device sent."))
    rows = sent["entries"]
    if len(rows) > MOST_ENTRIES or not all(isinstance(row, Mapping) for row in rows):
        raise Invalid(_("We could not read what this device sent."))
    sent_at = _moment(sent.get("sent_at"))
    return [entry_from(row, sent_at or clock.now()) for row in rows], sent_at, _number(sent.get("after")) or 0


def entry_from(row: Mapping[str, Any], at: datetime) -> Entry:
    """Read one thing that happened; `at` is when it did if it does not say so itself."""
    try:
        kind, client_id = EntryKind(str(row.get("kind"))), str(UUID(str(row.get("client_id"))))
        undoes = str(UUID(str(row["undoes"]))) if kind is EntryKind.UNDONE else None
    except (KeyError, ValueError) as error:
        raise Invalid(_("We could not read what this device sent.")) from error
    people = 0 if kind is EntryKind.UNDONE else (_number(row.get("people")) or 0)
    if kind is not EntryKind.UNDONE and not 1 <= people <= MOST_PEOPLE:
        sentence = _("Write how many people come, from %(min)s to %(max)s.", min=1, max=MOST_PEOPLE)
        raise Invalid(sentence, "people")
    return Entry(
        client_id=client_id,
        kind=kind,
        at=_moment(row.get("at")) or at,
        rsvp_id=_number(row.get("rsvp")) if kind is EntryKind.ARRIVED else None,
        people=people,
        name=_name(row.get("name")) if kind is EntryKind.WALKED_IN else "",
        undoes=undoes,
    )


def _name(value: object) -> str:
    """Tidy a name that a device sends, and of one without end only so much as is kept."""
    name = str(value or "")
    return "" if piles_marks(name) else clean_line(name)[:MOST_NAME]


def _number(value: object) -> int | None:
    return row_number(str(value))


def _moment(value: object) -> datetime | None:
    """Read a moment as devices write it (ISO 8601); None for anything else."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else None
    except OverflowError:
        return None
