"""The organisers' form of a series: what its events say, and the rule in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.cohosting.forms import NoteForm
from app.cohosting.rules import Content
from app.core.forms import DateField, NumberField, TextField, choices
from app.core.i18n import _, _l, format_date
from app.events.forms.decide import MOST_REASON
from app.events.forms.event import EventForm
from app.events.forms.reading import typed_from
from app.events.models import Event
from app.events.rules.recurrence import MOST_INTERVAL, NTHS, Every, Rule, read_rrule
from app.events.rules.repeating import nth_name, weekday_name
from app.events.rules.series import SeriesDetails, refusal_of

NEVER, UNTIL, COUNT = "never", "until", "count"
BY_DAY, BY_WEEKDAY = "day", "weekday"
MOST_DAYS_TEXT = 8000
_SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")


class SeriesForm(EventForm):
    """Everything that hosts write about a series."""

    interval = NumberField(
        _l("Every"),
        [
            InputRequired(_l("Say how often: 1 for every week, 2 for every second one.")),
            NumberRange(1, MOST_INTERVAL, _l("Choose a number from %(min)s to %(max)s.")),
        ],
        default=1,
    )
    every = RadioField(
        _l("Counted in"),
        choices=lambda: choices(
            ((Every.DAY.value, _("days")), (Every.WEEK.value, _("weeks")), (Every.MONTH.value, _("months")))
        ),
    )
    weekdays = SelectMultipleField(
        _l("On which days of the week?"),
        coerce=int,
        choices=lambda: choices((day, weekday_name(day)) for day in range(7)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Only for weeks. Tick none for the day of the first date."),
    )
    month_by = RadioField(
        _l("Which day of the month?"),
        choices=lambda: choices(
            (
                (BY_DAY, _("The same day of the month as the first date")),
                (BY_WEEKDAY, _("A weekday, such as the last Thursday")),
            )
        ),
        default=BY_DAY,
        description=_l("Only for months. Months that have no such day are left out."),
    )
    nth = SelectField(
        _l("Which one"), coerce=int, choices=lambda: choices((nth, nth_name(nth)) for nth in NTHS), default=1
    )
    nth_day = SelectField(
        _l("Weekday"),
        coerce=int,
        choices=lambda: choices((day, weekday_name(day)) for day in range(7)),
        default=0,
    )
    ends = RadioField(
        _l("Until when?"),
        choices=lambda: choices(
            (
                (NEVER, _("It goes on")),
                (UNTIL, _("Until a date")),
                (COUNT, _("A number of times")),
            )
        ),
        default=NEVER,
    )
    until = DateField(_l("Last day"), [Optional()])
    count = NumberField(_l("How many times"), [Optional(), NumberRange(1, message=_l("Write 1 or more."))])
    left_out = TextField(
        _l("Days left out"),
        [Length(max=MOST_DAYS_TEXT)],
        description=_l("Holidays, for example. One day on a line, as 2027-05-04."),
    )
    added = TextField(
        _l("Days added"), [Length(max=MOST_DAYS_TEXT)], description=_l("One day on a line, as 2027-05-04.")
    )
    from_on = SelectField(
        _l("Which dates change?"),
        description=_l("To change one date alone, open that date. Dates that someone changed alone stay."),
        validate_choice=False,
    )
    reason = TextField(
        _l("What shall people read, if dates fall away?"),
        [Length(max=MOST_REASON)],
        description=_l("It stands on the page and in the mail to everyone who replied to such a date."),
    )

    #: The dates that may be chosen; set by `for_dates`.
    days: frozenset[str] = frozenset()

    def for_dates(self, dates: Iterable[Event]) -> "SeriesForm":
        """Offer the coming dates as the first one to change."""
        days = [(day.isoformat(), _("From %(day)s on", day=format_date(day))) for day in _days(dates)]
        self.days = frozenset(day for day, _words in days)
        self.from_on.choices = choices([("", _("All that are ahead")), *days])
        return self

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        """Take only days of the week."""
        if not set(field.data or ()) <= set(range(7)):
            raise ValidationError(_("Choose days of the week."))

    def validate_ends(self, field: RadioField) -> None:
        """Ask for the last day, or the number, when it ends by one."""
        if field.data == UNTIL and self.until.data is None:
            raise ValidationError(_("Say until which day, or let it go on."))
        if field.data == COUNT and self.count.data is None:
            raise ValidationError(_("Say how many times, or let it go on."))

    def validate_left_out(self, field: TextField) -> None:
        """Refuse what is no day."""
        read_days(field.data or "")

    def validate_added(self, field: TextField) -> None:
        """Refuse what is no day."""
        read_days(field.data or "")

    def validate_from_on(self, field: SelectField) -> None:
        """Take only a date that is ahead."""
        if field.data and field.data not in self.days:
            raise ValidationError(_("This date is over, or is no date of the series. Choose another."))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # as WTForms
        """Check each field, then whether dates can be made of them."""
        if not super().validate(extra_validators):
            return False
        refusal = refusal_of(self.written())
        if refusal:
            self.refuse(refusal[1], refusal[0])
        return refusal is None

    def written(self) -> SeriesDetails:
        """Give what was written; only after the fields were checked."""
        return SeriesDetails(
            self.details(),
            self._rule(),
            frozenset(read_days(self.left_out.data or "")),
            frozenset(read_days(self.added.data or "")),
        )

    @property
    def first_changed(self) -> date | None:
        """Give the first date that changes; None for all that are ahead."""
        return date.fromisoformat(self.from_on.data) if self.from_on.data else None

    def _rule(self) -> Rule:
        every = Every(self.every.data)
        by_weekday = every is Every.MONTH and self.month_by.data == BY_WEEKDAY
        weekdays = tuple(sorted(self.weekdays.data or ())) if every is Every.WEEK else ()
        first = self.starts_date.data
        return Rule(
            every=every,
            interval=self.interval.data or 1,
            weekdays=(self.nth_day.data,) if by_weekday else weekdays,
            nth=self.nth.data if by_weekday else None,
            month_day=first.day if every is Every.MONTH and not by_weekday and first else None,
            until=self.until.data if self.ends.data == UNTIL else None,
            count=self.count.data if self.ends.data == COUNT else None,
        )


class EndForm(NoteForm):
    """End a series after a date, with a reason for everyone."""

    last_on = SelectField(_l("Which is the last date?"))
    reason = TextField(
        _l("What shall people read?"),
        [DataRequired(_l("Say in a sentence why; people deserve to know.")), Length(max=MOST_REASON)],
        description=_l("One calm sentence. It stands on the page and in the mail to everyone who replied."),
    )

    def for_dates(self, dates: Iterable[Event]) -> "EndForm":
        """Offer the coming dates as the last one."""
        days = [(day.isoformat(), format_date(day)) for day in _days(dates)]
        self.last_on.choices = choices([("", _("There are no more, from now on")), *days[:-1]])
        return self

    @property
    def last_day(self) -> date | None:
        """Give the last day on which it takes place; None for none any more."""
        return date.fromisoformat(self.last_on.data) if self.last_on.data else None


def read_days(typed: str) -> list[date]:
    """Give the days in a text, each once; raise ValidationError for what is none."""
    parts = [part.strip() for part in re.split(r"[\n,;]+", typed)]
    return sorted({day for part in parts for day in _read_days(part)})


def typed_series(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    rule = read_rrule(content["rule"])
    return {
        **typed_from(content, version),
        "left_out": "\n".join(content["left_out"]),
        "added": "\n".join(content["added"]),
        **_typed_rule(rule),
    }


def _typed_rule(rule: Rule) -> Mapping[str, Any]:
    ends = UNTIL if rule.until else COUNT if rule.count else NEVER
    return {
        "every": rule.every.value,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays) if rule.every is Every.WEEK else [],
        "month_by": BY_WEEKDAY if rule.nth else BY_DAY,
        "nth": rule.nth or 1,
        "nth_day": rule.weekdays[0] if rule.nth else 0,
        "ends": ends,
        "until": rule.until,
        "count": rule.count,
    }


def _read_days(typed: str) -> list[date]:
    """Give the days of a line, with spaces between them; what is none is quoted as it was written."""
    days = [_read_day(each) for each in typed.split()]
    if None in days:
        raise ValidationError(_("“%(typed)s” is not a day. Write it as 2027-05-04.", typed=typed[:40]))
    return [day for day in days if day]


def _read_day(typed: str) -> date | None:
    for shape in _SHAPES:
        try:
            return datetime.strptime(typed, shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _days(dates: Iterable[Event]) -> list[date]:
    return [event.series_on for event in dates if event.series_on is not None]
