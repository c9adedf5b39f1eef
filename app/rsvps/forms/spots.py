"""Forms with which hosts say how the waiting list works and what they hold for their communities."""

from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import DateTimeLocalField, Form, NumberField, choices, labelled
from app.core.i18n import _l
from app.events.models import Event, Way
from app.rsvps.models import Ending, PromotionMode, Waitlist
from app.rsvps.services import Holding, ListChoice

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
MOST_HOURS, MOST_MINUTES = 72, 7 * 24 * 60


class WaitlistForm(Form):
    """How the waiting list works; made by `waitlist_form`."""

    is_open = BooleanField(_l("People can wait for a place"))
    mode = RadioField(_l("When a place comes free for someone"), choices=labelled(PromotionMode))
    offer_hours = NumberField(
        _l("Hours to answer"),
        [
            InputRequired(_l("Write how many hours people have to answer.")),
            NumberRange(1, MOST_HOURS, _l("Choose from %(min)s to %(max)s hours.")),
        ],
        description=_l("Only when people are asked first."),
    )
    quiet_from = SelectField(_l("Quiet from"), coerce=int, choices=choices(HOURS))
    quiet_to = SelectField(
        _l("Quiet until"),
        coerce=int,
        choices=choices(HOURS),
        description=_l("In these hours the clock of an offer stands still."),
    )
    stop_minutes = NumberField(
        _l("Minutes before the start at which the list stops moving"),
        [
            InputRequired(_l("Write how many minutes before the start the list stops.")),
            NumberRange(0, MOST_MINUTES, _l("Choose from no minutes to a week, which is %(max)s minutes.")),
        ],
        description=_l("So that nobody is called when it is too late to come."),
    )
    ending = RadioField(_l("From then on"), choices=labelled(Ending))

    def choice(self) -> ListChoice:
        """Give what was chosen."""
        return ListChoice(
            is_open=bool(self.is_open.data),
            mode=PromotionMode(self.mode.data),
            offer_hours=self.offer_hours.data or 1,
            quiet_from=self.quiet_from.data,
            quiet_to=self.quiet_to.data,
            stop_minutes=self.stop_minutes.data or 0,
            ending=Ending(self.ending.data),
        )


class HoldForm(Form):
    """How many spots a host holds for its own community; made by `hold_form`."""

    way = RadioField(_l("Way of taking part"))
    spots = NumberField(_l("Places to hold"), [InputRequired(_l("Write how many places to hold."))])
    releases_at = DateTimeLocalField(
        _l("Free for everyone from"),
        [InputRequired(_l("Choose when the places that are left become free for everyone."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def holding(self, event: Event) -> Holding:
        """Give what was chosen, the time as the event's zone has it."""
        chosen = cast("datetime", self.releases_at.data).replace(tzinfo=ZoneInfo(event.zone))
        return Holding(Way(self.way.data), self.spots.data or 0, chosen.astimezone(UTC))


def waitlist_form(waitlist: Waitlist, sent: MultiDict[str, str] | None = None) -> WaitlistForm:
    """Make the form of an event's waiting list, filled with how it works now."""
    names = ("is_open", "offer_hours", "quiet_from", "quiet_to", "stop_minutes")
    now = {name: getattr(waitlist, name) for name in names}
    return WaitlistForm(sent, data={**now, "mode": waitlist.mode.value, "ending": waitlist.ending.value})


def hold_form(event: Event, sent: MultiDict[str, str] | None = None) -> HoldForm:
    """Make the form with which a host holds places."""
    form = HoldForm(sent)
    form.way.choices = labelled(event.ways)
    if len(event.ways) == 1:
        form.way.data = event.ways[0].value
    return form
