"""How an organisation's payment account stands, in words."""

import re

from app.core.i18n import _l
from app.core.labelled import Labelled
from app.donations.models import ConnectedAccount

#: Where organisations can have a payment account of their own.
COUNTRIES = {
    "GB": _l("United Kingdom"),
    "IE": _l("Ireland"),
    "FR": _l("France"),
    "DE": _l("Germany"),
    "US": _l("United States"),
}
#: One or two letters and up to five digits: AB12345.
HMRC_REFERENCE = re.compile(r"[A-Z]{1,2}[0-9]{1,5}")


class AccountStanding(Labelled):
    """How far an organisation has come with its payment account."""

    NONE = "none", _l("No payment account yet")
    BEGUN = "begun", _l("Begun")
    WANTED = "wanted", _l("Stripe asks for more")
    CHECKED = "checked", _l("Being checked")
    READY = "ready", _l("Ready")
    ENDED = "ended", _l("Ended")

    @property
    def sentence(self) -> str:
        """Say what it means."""
        return str(_SENTENCES[self])


_SENTENCES = {
    AccountStanding.NONE: _l(
        "To take gifts into an account of your own, begin one with Stripe. It takes about ten minutes."
    ),
    AccountStanding.BEGUN: _l("Stripe still needs to know who you are. You can go on where you stopped."),
    AccountStanding.WANTED: _l("Gifts wait until you have told Stripe what it asks for."),
    AccountStanding.CHECKED: _l("Stripe looks at what you told it. That can take a day or two."),
    AccountStanding.READY: _l("It takes gifts, and Stripe pays them out to your bank."),
    AccountStanding.ENDED: _l("You have parted from us at Stripe. It takes no gifts."),
}


def standing_of(account: ConnectedAccount | None) -> AccountStanding:
    """Tell how a payment account stands."""
    if account is None:
        return AccountStanding.NONE
    if account.ended_at is not None:
        return AccountStanding.ENDED
    if account.can_charge and account.can_be_paid_out:
        return AccountStanding.READY
    if account.provider_id is None or not account.is_submitted:
        return AccountStanding.BEGUN
    return AccountStanding.WANTED if account.wanted else AccountStanding.CHECKED
