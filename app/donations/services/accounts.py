"""An organisation's payment account and its details for Gift Aid. Nothing here asks the provider."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import insert, session
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.revisions import touch
from app.donations.gateway.answers import Account
from app.donations.models import Charity, ConnectedAccount
from app.donations.queries.accounts import account_by_id, account_of
from app.donations.queries.funds import funds_held_by
from app.donations.queries.gift_aid import charity_of
from app.donations.queries.gifts import locked
from app.donations.rules.accounts import COUNTRIES, HMRC_REFERENCE
from app.donations.rules.status import SHOWN
from app.organisations.models import Organisation
from app.organisations.queries import organisation_locked


@dataclass(frozen=True)
class CharityDetails:
    """What a charity needs to claim Gift Aid."""

    name: str
    number: str = ""
    hmrc_reference: str = ""
    is_claiming: bool = False


def begin_account(organisation: Organisation, country: str, *, by: User) -> ConnectedAccount:
    """Write down that a payment account is wanted; its id is the key with which the provider is asked.

    Once begun, the country stays: a repeated question must be the same question.
    """
    if country not in COUNTRIES:
        raise Invalid(_("Choose a country from the list."), "country")
    now = clock.now()
    values = {
        "organisation_id": organisation.id,
        "country": country,
        "can_charge": False,
        "can_be_paid_out": False,
        "is_submitted": False,
        "wanted": [],
        "created_at": now,
        "told_at": now,
    }
    added = session.scalar(
        insert(ConnectedAccount)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[ConnectedAccount.organisation_id])
        .returning(ConnectedAccount.id)
    )
    if added is not None:
        record(Action.CONNECTED_ACCOUNT_BEGUN, organisation, by=by, on_behalf_of=organisation)
    found = account_of(organisation.id)
    if found is None:
        raise LookupError("the account was just written")
    return found


def keep_account(row: ConnectedAccount, told: Account) -> None:
    """Keep how a payment account stands, as the provider has just told; pages of its funds may change."""
    row.provider_id = told.id
    row.can_charge, row.can_be_paid_out = told.can_take_gifts, told.can_be_paid_out
    row.is_submitted, row.wanted = told.details_given, list(told.missing)
    row.told_at = clock.now()
    row.ended_at = (row.ended_at or row.told_at) if told.has_left else None
    session.flush()
    touch_funds_of(row.organisation)


def note_account(told: Account) -> bool:
    """Write down what a host's account can do; False when it belongs to no host."""
    found = account_by_id(told.id)
    if found is None:
        return False
    keep_account(locked(ConnectedAccount, found.id), told)
    return True


def touch_funds_of(organisation: Organisation) -> None:
    """Note that the pages of an organisation's funds may change: they name it, and rest on its account."""
    touch(*(f"fund:{fund.slug}" for fund in funds_held_by(organisation) if fund.status in SHOWN))


def save_charity(organisation: Organisation, details: CharityDetails, *, by: User) -> Charity:
    """Keep what an organisation needs to claim Gift Aid."""
    reference = details.hmrc_reference.replace(" ", "").upper()
    if reference and not HMRC_REFERENCE.fullmatch(reference):
        raise Invalid(_("This does not look like a reference of HMRC, such as AB12345."), "hmrc_reference")
    if details.is_claiming and not reference:
        raise Invalid(_("Write the reference that HMRC gave you, to claim Gift Aid."), "hmrc_reference")
    organisation = organisation_locked(organisation)
    charity = charity_of(organisation.id)
    if charity is None:
        charity = Charity(organisation=organisation)
        session.add(charity)
    charity.name, charity.number = details.name, details.number
    charity.hmrc_reference, charity.is_claiming = reference, details.is_claiming
    session.flush()
    record(Action.CHARITY_CHANGED, organisation, by=by, on_behalf_of=organisation)
    touch_funds_of(organisation)
    return charity
