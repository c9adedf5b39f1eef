"""Give, change what is shown of a gift, ask for it back."""

import json
from collections.abc import Container, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField
from wtforms.validators import DataRequired, Length, ValidationError

from app.accounts.models import User
from app.core.errors import Invalid
from app.core.forms import Form, LineField, MailAddress, TextField, choices, labelled, without_site
from app.core.i18n import _, _l, format_money, locale
from app.core.money import Money
from app.core.tokens import new_token, token_hash
from app.donations.models import Charity, DeclarationScope, DedicationKind, Fund
from app.donations.rules.amounts import cover_for, parse_amount
from app.donations.rules.gift_aid import (
    ABROAD,
    MOST_HOUSE,
    MOST_NAME,
    MOST_TITLE,
    DeclarationDetails,
    tidy_postcode,
)
from app.donations.rules.giving import GiftOrder

#: What the page has shown, which is nothing that was written.
_SHOWN = frozenset({"shown_for", "declared_for"})
ONCE, MONTHLY = "once", "monthly"
NAME_LENGTH, EMAIL_LENGTH, MESSAGE_LENGTH, REASON_LENGTH = 120, 320, 500, 1_000
#: The parts of a declaration that must be written once it is ticked: field → what to say.
_DECLARED = {
    "first_name": _l("Write your first name, as HMRC asks for it."),
    "last_name": _l("Write your last name, as HMRC asks for it."),
    "house": _l("Write the number or name of your house, as HMRC asks for it."),
}


class GivenName(Form):
    """What others may see of a gift."""

    is_name_shown = BooleanField(
        _l("My name may be shown among those who gave"),
        description=_l(
            "Never the amount beside it. Leave it unticked, and only those who look after the hosts’ money "
            "see your name."
        ),
    )


class GiveForm(GivenName):
    """Give; made by `give_form`."""

    #: Made anew with each page, so that pressing twice gives once.
    key = HiddenField(default=new_token)
    #: The amount and the version of the fund for which the page showed who gets what, the fee and its cover.
    shown_for = HiddenField()
    #: The gifts of which the declaration spoke that the page showed.
    declared_for = HiddenField(default=DeclarationScope.THIS.value)
    how_often = RadioField(
        _l("How often?"),
        default=ONCE,
        validate_choice=False,
        description=_l("A monthly gift is taken on the same day of each month as the first."),
    )
    amount = LineField(
        _l("How much?"), [DataRequired(_l("Write how much you would like to give, such as 10."))]
    )
    is_covering = BooleanField()
    name = LineField(
        _l("Your name"), [DataRequired(_l("Write your name.")), Length(max=NAME_LENGTH), without_site]
    )
    email = EmailField(
        _l("Your e-mail"),
        [
            DataRequired(_l("Write your e-mail address: the receipt goes there.")),
            Length(max=EMAIL_LENGTH),
            MailAddress(_l("Write a full e-mail address, such as name@example.org.")),
        ],
        filters=[lambda text: text.strip() if text else text],
        description=_l("For the receipt, and for your own link to change or end things. Nothing else."),
    )
    dedication = RadioField(
        _l("Is it for someone?"),
        default=DedicationKind.NONE.value,
        choices=labelled(DedicationKind),
    )
    dedicated_to = LineField(_l("Their name"), [Length(max=NAME_LENGTH)])
    message = TextField(
        _l("A few words to the hosts"),
        [Length(max=MESSAGE_LENGTH)],
        description=_l(
            "A person reads it first. It may then be shown, without your name unless you ticked so."
        ),
    )
    is_declared = BooleanField(_l("Yes, add Gift Aid"))
    title = LineField(
        _l("Title"), [Length(max=MOST_TITLE)], description=_l("Such as Ms or Mr; at most 4 letters.")
    )
    first_name = LineField(_l("First name"), [Length(max=MOST_NAME)])
    last_name = LineField(_l("Last name"), [Length(max=MOST_NAME)])
    house = LineField(
        _l("House number or name"), [Length(max=MOST_HOUSE)], description=_l("Of your home, not of work.")
    )
    postcode = LineField(_l("Postcode"), description=_l("Write X if you live outside the United Kingdom."))
    scope = RadioField(
        _l("For which gifts?"),
        default=DeclarationScope.THIS.value,
        choices=labelled(DeclarationScope),
    )

    slug: str = ""
    offered: Container[str] = (ONCE,)
    currency: str = ""
    #: Which version of the fund: hosts may have agreed on other parts since a page was shown.
    version: int = 0
    charities: Sequence[Charity] = ()

    def validate_how_often(self, field: Field) -> None:
        """Never turn a monthly gift into a single one unseen, nor anything else into either."""
        if field.data not in self.offered:
            field.data = ONCE
            raise ValidationError(_("This fund takes single gifts only. Go on to give once."))

    def validate_amount(self, field: Field) -> None:
        """Read the amount; say what is wrong with it."""
        try:
            parse_amount(field.data, self.currency)
        except Invalid as error:
            raise ValidationError(error.sentence) from error

    @property
    def to_show(self) -> str:
        """Name what the page shows of the amount; nothing while there is none."""
        amount = self.typed_amount
        return f"{amount.minor} of version {self.version}" if amount else ""

    def validate_dedicated_to(self, field: Field) -> None:
        """Ask for the name with a dedication, and for the dedication with a name."""
        is_dedicated = self.dedication.data != DedicationKind.NONE.value
        if is_dedicated and not field.data:
            raise ValidationError(_("Write their name, or choose “No dedication”."))
        if field.data and not is_dedicated:
            raise ValidationError(_("Choose in whose honour or memory you give, or leave the name empty."))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  # WTForms' signature
        """Check each field by itself, then what a declaration must hold as a whole."""
        super().validate(extra_validators)
        self._check_is_shown()
        if self.is_declared.data and self.charities:
            self._check_declaration()
        elif self.is_home_written and self.charities:
            self.refuse(_("Tick this to add Gift Aid, or leave the fields below it empty."), "is_declared")
        return not self.errors

    def _check_is_shown(self) -> None:
        """Show first what becomes of the amount: nobody pays what they have not seen."""
        amount = self.typed_amount
        if amount is None or self.shown_for.data == self.to_show:
            return
        if not self.is_covering.data:
            said = format_money(amount)
            self.refuse(_("See below who gets what of your %(amount)s, then go on.", amount=said), "amount")
            return
        sentence = _(
            "With this amount, covering the fee adds %(added)s. Go on if that is right, or take the "
            "tick away.",
            added=format_money(cover_for(amount)),
        )
        self.refuse(sentence, "is_covering")

    def _check_declaration(self) -> None:
        for name, sentence in _DECLARED.items():
            if not self[name].data:
                self.refuse(str(sentence), name)
        if tidy_postcode(self.postcode.data or "") is None:
            self.refuse(_("Write a postcode, such as LS6 2AB, or X outside the United Kingdom."), "postcode")
        if self.scope.data != self.declared_for.data:  # nobody declares what they have not read
            self.refuse(_("The declaration now speaks of these gifts. Go on if that is right."), "scope")

    @property
    def is_home_written(self) -> bool:
        """Tell whether anything was written that only a declaration needs."""
        return any(self[name].data for name in ("title", *_DECLARED, "postcode"))

    @property
    def typed_amount(self) -> Money | None:
        """Give the amount as far as it can be read."""
        try:
            return parse_amount(self.amount.data or "", self.currency)
        except Invalid:
            return None

    def look_at_amount(self) -> None:
        """Say at once what is wrong with an amount that was written on another page."""
        try:
            parse_amount(self.amount.data or "", self.currency)
        except Invalid as error:
            self.refuse(error.sentence, "amount")

    def order(self) -> GiftOrder:
        """Give what was written; only after `validate`."""
        amount = parse_amount(self.amount.data or "", self.currency)
        return GiftOrder(
            amount=amount,
            cover_minor=cover_for(amount).minor if self.is_covering.data else 0,
            is_monthly=self.how_often.data == MONTHLY,
            name=self.name.data or "",
            is_name_hidden=not self.is_name_shown.data,
            email=self.email.data or "",
            dedication=DedicationKind(self.dedication.data),
            dedicated_to=self.dedicated_to.data or "",
            message=self.message.data or "",
            key=self._key(),
            seen_version=self.version,
            language=locale(),
        )

    def _key(self) -> str:
        """Give the same for a form sent twice, and another when someone came back and changed it."""
        if not self.key.data:
            return ""
        written = {name: value for name, value in self.data.items() if name not in _SHOWN}
        return token_hash(json.dumps([self.slug, written], sort_keys=True, default=str))

    def declaration(self) -> DeclarationDetails | None:
        """Give the Gift Aid declaration, or None; only after `validate`."""
        if not self.is_declared.data or not self.charities:
            return None
        return DeclarationDetails(
            title=self.title.data or "",
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            house=self.house.data or "",
            postcode=tidy_postcode(self.postcode.data or "") or ABROAD,
            scope=DeclarationScope(self.scope.data),
        )


class RefundForm(Form):
    """Ask for a gift back."""

    reason = TextField(
        _l("Would you like to say why?"),
        [Length(max=REASON_LENGTH)],
        description=_l("You need not. Only the treasurers of the hosts read it."),
    )


def give_form(
    fund: Fund,
    charities: Sequence[Charity],
    sent: MultiDict[str, str] | None = None,
    *,
    user: User | None = None,
    asked: Mapping[str, str] | None = None,
) -> GiveForm:
    """Make the form with which someone gives; a person signed in finds name and address filled in.

    `asked` holds the amount and how often, as chosen on the page of the fund.
    """
    known = {"name": user.name, "email": user.email} if user else {}
    form = GiveForm(sent, data={**known, **(asked or {})})
    form.slug, form.currency, form.charities = fund.slug, fund.currency, charities
    form.version = fund.version
    often = [(ONCE, _("Once"))]
    if fund.takes_monthly:
        often.append((MONTHLY, _("Every month, until you end it")))
    form.how_often.choices, form.offered = choices(often), dict(often)
    if sent is None and form.how_often.data not in form.offered:
        form.how_often.data = ONCE
    return form
