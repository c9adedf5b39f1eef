"""Begin a fund, write it together, agree on parts, and bring it to its end."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.cohosting.forms import ActingForm, NoteForm, WritingForm
from app.cohosting.rules import MOST_HOSTS, Content
from app.core.errors import Invalid
from app.core.forms import DateField, Form, LineField, TextField, choices, labelled
from app.core.i18n import LANGUAGES, _, _l
from app.core.numbers import row_number
from app.donations.models import Route
from app.donations.rules.content import (
    CURRENCIES,
    MOST_OUTCOME,
    MOST_PURPOSE,
    MOST_SUGGESTED,
    MOST_SUMMARY,
    MOST_TITLE,
    FundDetails,
    Part,
    details_from,
)
from app.donations.rules.sharing import WHOLE, equal_parts, percent, read_percent
from app.donations.rules.typed_money import amounts_in, read_sum, written_amount

MOST_LINE = 80


class BeginFundForm(Form):
    """Only what a draft cannot be without."""

    title = LineField(
        _l("What is it called?"),
        [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)],
        description=_l("Something that people can say aloud, such as “Tea for all”."),
    )
    organisation = SelectField(_l("Which organisation begins it?"), coerce=int)


class FundForm(WritingForm):
    """Everything that hosts write about a fund but their parts; a draft needs only its title."""

    title = LineField(
        _l("Title"), [DataRequired(_l("Give it a name; you can change it later.")), Length(max=MOST_TITLE)]
    )
    summary = TextField(
        _l("In one or two sentences"),
        [Length(max=MOST_SUMMARY)],
        description=_l("It stands in lists. Say what the money makes possible."),
    )
    about = SelectField(
        _l("It belongs to"), description=_l("Its page then shows a quiet line that leads to this fund.")
    )
    purpose = TextField(
        _l("What is the money for?"),
        [Length(max=MOST_PURPOSE)],
        description=_l("Say what you will pay for, and until when. *Stars* make words slanted."),
    )
    if_it_fails = TextField(
        _l("What becomes of the money if that cannot be done?"),
        [Length(max=MOST_PURPOSE)],
        description=_l("Such as “It goes back to whoever gave it” or “It goes to our listening lines”."),
    )
    currency = SelectField(_l("Currency"), choices=lambda: choices((each, each) for each in CURRENCIES))
    goal = LineField(
        _l("Goal"),
        [Length(max=MOST_LINE)],
        description=_l("In digits, such as 1200 or 1200.50. Leave it empty if there is none."),
    )
    suggested = LineField(
        _l("Amounts to choose from"),
        [Length(max=MOST_LINE)],
        description=_l("Up to four, with a space between them, such as 5 10 20 50."),
    )
    takes_monthly = BooleanField(_l("People can give every month"))
    route = RadioField(
        _l("How does the money reach the hosts?"),
        choices=labelled(Route),
    )
    closes_on = DateField(
        _l("Last day for gifts"), [Optional()], description=_l("Leave it empty to close it when you like.")
    )
    language = SelectField(_l("Language"), choices=lambda: choices(LANGUAGES.items()))

    def validate_goal(self, field: Field) -> None:
        """Keep the goal an amount that can be."""
        if field.data:
            self._checked(field.data)

    def validate_suggested(self, field: Field) -> None:
        """Keep the suggested amounts few, and each an amount that can be."""
        found = amounts_in(field.data or "")
        for each in found:
            self._checked(each)
        if len(found) > MOST_SUGGESTED:
            raise ValidationError(_("Write up to four amounts in digits, such as 5 10 20 50."))

    def details(self, shares: tuple[Part, ...]) -> FundDetails:
        """Give what was written, with the parts as they are; only after `validate`."""
        return FundDetails(
            title=self.title.data or "",
            summary=self.summary.data or "",
            purpose=self.purpose.data or "",
            if_it_fails=self.if_it_fails.data or "",
            currency=self.currency.data,
            goal_minor=self._amount(self.goal.data) if self.goal.data else None,
            suggested=tuple(sorted({self._amount(each) for each in amounts_in(self.suggested.data or "")})),
            route=Route(self.route.data),
            takes_monthly=bool(self.takes_monthly.data),
            closes_on=self.closes_on.data,
            language=self.language.data,
            about_id=row_number(self.about.data or ""),
            shares=shares,
        )

    def _amount(self, text: str) -> int:
        return read_sum(text, self.currency.data if self.currency.data in CURRENCIES else "GBP").minor

    def _checked(self, text: str) -> None:
        try:
            self._amount(text)
        except Invalid as error:
            raise ValidationError(error.sentence) from error


class PartForm(Form):
    """One host's part."""

    organisation = HiddenField()
    percent = LineField(_l("Per cent"), [Length(max=MOST_LINE)])


class SharesForm(WritingForm):
    """Who gets what of each gift, in plain per cents that sum to a hundred."""

    parts = FieldList(FormField(PartForm), max_entries=MOST_HOSTS)
    equal = BooleanField(
        _l("Equal parts"), description=_l("Whatever stands above, each host then gets the same.")
    )

    #: The hosts of this moment, in the order of the fields; set by the view before `validate`.
    hosts: Sequence[int] = ()

    def validate_parts(self, field: "FieldList[Any]") -> None:
        """Ask for parts of exactly the hosts that are, which sum to the whole."""
        if self.equal.data:
            return
        weights = []
        for entry in field.entries:
            weight = read_percent(entry.percent.data or "")
            if weight is None:
                entry.percent.errors = [_("Write a number from 0 to 100, such as 50 or 33.4.")]
            weights.append(weight or 0)
        if any(entry.percent.errors for entry in field.entries):
            raise ValidationError(_("Write each part as a number from 0 to 100."))
        if sum(weights) != WHOLE:
            self.form_errors.append(
                _("These parts sum to %(sum)s per cent. They must sum to 100.", sum=percent(sum(weights)))
            )
            raise ValidationError(_("The parts must sum to 100 per cent."))

    def details(self, content: Content) -> FundDetails:
        """Give what the fund says, with the parts that were written; only after `validate`."""
        if self.equal.data:
            weights: Sequence[int] = equal_parts(len(self.hosts))
        else:
            typed = {
                row_number(entry.organisation.data or ""): read_percent(entry.percent.data or "") or 0
                for entry in self.parts.entries
            }
            weights = [typed.get(host, 0) for host in self.hosts]
        parts = tuple(Part(host, weight) for host, weight in zip(self.hosts, weights, strict=True))
        return replace(details_from(content), shares=parts)


class OutcomeForm(ActingForm):
    """What became of the money of a fund that is closed."""

    outcome = TextField(
        _l("What became of the money?"),
        [
            DataRequired(_l("Say what became of it: people who gave would like to know.")),
            Length(max=MOST_OUTCOME),
        ],
        description=_l("What it paid for, and what is left. *Stars* make words slanted."),
    )


class CloseForm(OutcomeForm, NoteForm):
    """How a fund ends."""


def typed_from(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    details = details_from(content)
    currency = details.currency
    return {
        "version": str(version),
        "title": details.title,
        "summary": details.summary,
        "about": str(details.about_id or ""),
        "purpose": details.purpose,
        "if_it_fails": details.if_it_fails,
        "currency": currency,
        "goal": written_amount(details.goal_minor, currency) if details.goal_minor else "",
        "suggested": " ".join(written_amount(each, currency) for each in details.suggested),
        "takes_monthly": details.takes_monthly,
        "route": details.route.value,
        "closes_on": details.closes_on,
        "language": details.language,
    }


def typed_shares(hosts: Sequence[int], weights: dict[int, int], version: int) -> dict[str, Any]:
    """Give what the form of the parts shows: a row for each host of this moment."""
    rows = [
        {"organisation": str(host), "percent": percent(weights[host]) if host in weights else ""}
        for host in hosts
    ]
    return {"version": str(version), "parts": rows}
