"""Forms with which hosts write to those who replied, or end a reply."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, Length

from app.core.forms import HOW_TO_WRITE, Form, LineField, TextField, choices, labelled
from app.core.i18n import _, _l
from app.organisations.models import Organisation
from app.rsvps.models import Addressees
from app.rsvps.services import HostMessage

EVENT, ELSE = "event", "else"
#: Nobody has come yet to what is ahead.
AHEAD = (Addressees.GOING, Addressees.WAITLISTED, Addressees.ALL)


class ReasonForm(Form):
    """Say why a reply is ended."""

    reason = TextField(
        _l("Why?"),
        [DataRequired(_l("Write a reason. The person is told.")), Length(max=1000)],
        description=_l("The person reads this in a mail, so write it as you would say it to them."),
    )


class HostMessageForm(Form):
    """Write to people who replied."""

    sender = SelectField(_l("In the name of"), coerce=int)
    to = RadioField(_l("To"), default=Addressees.GOING.value)
    about = RadioField(
        _l("What is it about?"),
        default=EVENT,
        description=_l("Anything else goes only to people who have said that you may write to them."),
    )
    subject = LineField(_l("Subject"), [DataRequired(_l("Write a subject.")), Length(max=150)])
    body = TextField(
        _l("Message"),
        [DataRequired(_l("Write the message.")), Length(max=10_000)],
        description=HOW_TO_WRITE,
    )

    #: The hosts for which the person may write; set by `offer`.
    senders: Sequence[Organisation] = ()

    def offer(self, senders: Sequence[Organisation], *, is_series: bool) -> None:
        """Set the choices; who leaves one out means the usual."""
        self.senders = senders
        this = _("The coming dates") if is_series else _("This event")
        self.sender.choices = choices((each.id, each.name) for each in senders)
        self.to.choices = labelled(AHEAD if is_series else Addressees)
        self.about.choices = choices(((EVENT, this), (ELSE, _("Something else we do"))))
        self.sender.data = self.sender.data or senders[0].id
        self.to.data = self.to.data or Addressees.GOING.value
        self.about.data = self.about.data or EVENT

    def message(self) -> HostMessage:
        """Give what was written."""
        sender = next(each for each in self.senders if each.id == self.sender.data)
        return HostMessage(
            self.subject.data or "",
            self.body.data or "",
            sender,
            to=Addressees(self.to.data),
            is_about_event=self.about.data == EVENT,
        )
