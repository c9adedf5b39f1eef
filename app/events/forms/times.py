"""Moments as dates, times and a zone; what clocks do twice or never is asked about."""

from datetime import date, datetime
from typing import Any, ClassVar, cast

from wtforms import Field, RadioField, SelectField, TimeField
from wtforms.validators import Optional

from app.core.forms import Choices, DateField, Form, choices
from app.core.i18n import _, _l, format_time, zone_name
from app.core.zones import zone_choices
from app.events.rules import Never, Twice, is_zone, read_wall_time, resolve_wall_time

FOLDS = ("0", "1")


class WallTimesForm(Form):
    """Wall times in one zone: each of `moments` has three fields, `<moment>_date`, `_time` and `_fold`."""

    moments: ClassVar[tuple[str, ...]]
    zone = SelectField(_l("Time zone"), choices=zone_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as WTForms
        super().__init__(*args, **kwargs)
        for end in self.moments:
            self._fold_field(end).choices = self._fold_choices(end)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # as WTForms
        """Check each field, then whether the times exist."""
        is_valid = bool(super().validate(extra_validators))
        if self.zone.errors or any(self._fields[f"{end}_date"].errors for end in self.moments):
            return is_valid
        # Each list is made whole before it is judged, so that every error is said at once.
        whole = [self._is_whole(end) for end in self.moments]
        exist = [all(whole) and self._happens_once(end) for end in self.moments]
        return all(exist) and self._is_in_order() and is_valid

    def asks_fold(self, end: str) -> bool:
        """Tell whether the time happens twice, so that the form asks which one is meant."""
        return bool(self._fold_field(end).choices)

    @property
    def zone_words(self) -> str:
        """Name the chosen zone, to stand beside the times; empty while none is chosen."""
        return zone_name(self.zone.data) if is_zone(self.zone.data or "") else ""

    def instant(self, end: str) -> datetime | None:
        """Give the instant that was typed, if one was; only after `validate`."""
        local = self._local(end)
        return resolve_wall_time(local, self.zone.data, self._fold(end)) if local else None

    def _fold_field(self, end: str) -> RadioField:
        return cast("RadioField", self._fields[f"{end}_fold"])

    def _day(self, end: str) -> date | None:
        return cast("date | None", self._fields[f"{end}_date"].data)

    def _local(self, end: str) -> datetime | None:
        day, at = self._day(end), self._fields[f"{end}_time"].data
        return datetime.combine(day, at) if day is not None and at is not None else None

    def _fold(self, end: str) -> int:
        return int(self.asks_fold(end) and self._fold_field(end).data == "1")

    def _fold_choices(self, end: str) -> Choices:
        """Name the two moments of a wall time that happens twice; none for any other."""
        local, zone = self._local(end), self.zone.data
        if local is None or not is_zone(zone or ""):
            return []
        read = read_wall_time(local, zone)
        if not isinstance(read, Twice):
            return []
        at = format_time(local)
        said = (
            _("The first %(time)s, before the clocks go back", time=at),
            _("The second %(time)s, after the clocks went back", time=at),
        )
        return choices(zip(FOLDS, said, strict=True))

    def _is_whole(self, end: str) -> bool:
        """Ask for the half of a date and time that is missing."""
        day, at = self._fields[f"{end}_date"], self._fields[f"{end}_time"]
        if at.errors:
            return False
        if day.data is not None and at.data is None:
            return _refuse(at, _("Add the time as well."))
        if at.data is not None and self._local(end) is None:
            return _refuse(day, _("Add the date as well."))
        return True

    def _happens_once(self, end: str) -> bool:
        """Ask about a time that clocks show twice, or never."""
        local, zone = self._local(end), self.zone.data
        if local is None:
            return True
        read = read_wall_time(local, zone)
        if isinstance(read, Never):
            sentence = _(
                "Clocks go forward that night, so there is no %(time)s. The nearest times are "
                "%(before)s and %(after)s.",
                time=format_time(local),
                before=format_time(read.before),
                after=format_time(read.after),
            )
            return _refuse(self._fields[f"{end}_time"], sentence)
        fold = self._fold_field(end)
        if isinstance(read, Twice) and fold.data not in FOLDS:
            sentence = _(
                "Clocks go back that night, so %(time)s happens twice. Which one do you mean?",
                time=format_time(local),
            )
            return _refuse(fold, sentence)
        return True

    def _is_in_order(self) -> bool:
        """Tell whether whole times that exist stand in order; forms that care say so."""
        return True


class TimesForm(WallTimesForm):
    """Wall times of the beginning and the end, in the zone of the place."""

    moments = ("starts", "ends")
    starts_date = DateField(_l("Begins on"), [Optional()])
    starts_time = TimeField(_l("at"), [Optional()])
    starts_fold = RadioField(_l("Which of the two?"), validate_choice=False)
    ends_date = DateField(_l("Ends on"), [Optional()])
    ends_time = TimeField(_l("at"), [Optional()])
    ends_fold = RadioField(_l("Which of the two?"), validate_choice=False)
    zone = SelectField(_l("Time zone of the place"), choices=zone_choices)

    def times(self) -> dict[str, Any]:
        """Give what was typed as fields of EventDetails; only after `validate`."""
        return {
            "starts_local": self._local("starts"),
            "ends_local": self._local("ends"),
            "starts_fold": self._fold("starts"),
            "ends_fold": self._fold("ends"),
            "zone": self.zone.data,
        }

    def _day(self, end: str) -> date | None:
        """Let an end without a date be on the day of the beginning."""
        is_same = end == "ends" and self.ends_date.data is None and self.ends_time.data is not None
        return super()._day("starts" if is_same else end)

    def _is_whole(self, end: str) -> bool:
        """Ask once for a day that is missing: that of the beginning, which an end without one is on."""
        if end == "ends" and not self.ends_date.data and not self.starts_date.data and self.ends_time.data:
            asked = bool(self.starts_date.errors) or self.ends_time.errors
            return False if asked else _refuse(self.starts_date, _("Add the date as well."))
        return super()._is_whole(end)

    def _is_in_order(self) -> bool:
        first, last = self.instant("starts"), self.instant("ends")
        if last is None:
            return True
        if first is None:
            return _refuse(self.starts_date, _("Say when it begins, too."))
        if last <= first:
            return _refuse(self.ends_time, _("It ends before it begins. Look at the date and the time."))
        return True


def typed_time(end: str, local: datetime | None, fold: int) -> dict[str, Any]:
    """Give what the fields of one end show for a wall time: field → data."""
    return {
        f"{end}_date": local.date() if local else None,
        f"{end}_time": local.time() if local else None,
        f"{end}_fold": str(fold),
    }


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False
