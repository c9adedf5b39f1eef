"""Forms of run sheets."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form, LineField, choices
from app.core.i18n import _, _l
from app.runsheets.models import Task
from app.runsheets.queries import Doer, doer_of
from app.runsheets.rules import OFFSETS, offset_label
from app.runsheets.services import TaskDetails

TITLE_LENGTH = 200


class TaskForm(Form):
    """Say what is to be done, when, and by whom; made complete by `offer`."""

    title = LineField(
        _l("What is to be done?"), [DataRequired(_l("Write what is to be done.")), Length(max=TITLE_LENGTH)]
    )
    minutes = SelectField(_l("When?"), coerce=int, default=0)
    doer = SelectField(_l("Who does it?"), default="")

    #: Who can be chosen.
    doers: Sequence[Doer] = ()

    def offer(self, doers: Sequence[Doer], task: Task | None = None) -> None:
        """Set what can be chosen; a time that an older sheet had stays."""
        self.doers = doers
        offsets = sorted({*OFFSETS, task.minutes}) if task else OFFSETS
        self.minutes.choices = choices((each, offset_label(each)) for each in offsets)
        self.doer.choices = choices([("", _("Nobody yet")), *((each.key, each.name) for each in doers)])

    def details(self) -> TaskDetails:
        """Give what was written."""
        doer = next((each for each in self.doers if each.key == self.doer.data), None)
        return TaskDetails(self.title.data or "", self.minutes.data, doer)


def values_of(task: Task, doers: Sequence[Doer]) -> dict[str, object]:
    """Give a task as its form holds it."""
    doer = doer_of(task, doers)
    return {"title": task.title, "minutes": task.minutes, "doer": doer.key if doer else ""}
