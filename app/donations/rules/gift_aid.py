"""Gift Aid: what a declaration must hold, which gifts can be claimed for, and how HMRC wants to be told.

After gov.uk, "Gift Aid: claiming tax relief" and "Schedule spreadsheet to claim back tax on Gift Aid
donations". The words of the declaration are our own; whoever changes them gives them a new edition.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from app.core.i18n import _, _l
from app.core.labelled import Labelled
from app.donations.models import DeclarationScope

EDITION = "2026-11"
CURRENCY = "GBP"
#: Pence that HMRC adds to each pound.
RELIEF_PER_POUND = 25
#: A gift can be claimed for until four years after the tax year in which it was made.
CLAIM_YEARS = 4
_APRIL_6 = (4, 6)
#: Tax years begin at midnight here, in April an hour before that of UTC.
_BRITISH = ZoneInfo("Europe/London")
#: So much fits into the columns of HMRC's schedule.
MOST_TITLE, MOST_NAME, MOST_HOUSE = 4, 35, 40
ABROAD = "X"
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


@dataclass(frozen=True)
class DeclarationDetails:
    """What a giver writes so that charities can claim: as it goes to HMRC."""

    first_name: str
    last_name: str
    house: str
    #: As `tidy_postcode` gives it; ABROAD for an address outside the United Kingdom.
    postcode: str
    title: str = ""
    scope: DeclarationScope = DeclarationScope.THIS


class Obstacle(Labelled):
    """Why Gift Aid cannot be claimed on a host's part of a gift."""

    NOT_PAID = "not_paid", _l("The money has not arrived.")
    NOT_POUNDS = "not_pounds", _l("Only gifts in pounds count.")
    NO_CHARITY = "no_charity", _l("This organisation does not claim Gift Aid.")
    NO_DECLARATION = "no_declaration", _l("The giver has made no declaration to this charity.")
    CANCELLED = "cancelled", _l("The giver took the declaration back.")
    GIVEN_BACK = "given_back", _l("The gift went back to the giver.")
    DISPUTED = "disputed", _l("The giver’s bank is looking into the payment.")
    TOO_OLD = "too_old", _l("The time to claim for it has passed.")
    NO_PART = "no_part", _l("Nothing of this gift is for this charity.")


@dataclass(frozen=True)
class Claimable:
    """A host's part of a gift, as the rules of Gift Aid look at it."""

    is_paid: bool
    given_on: date
    currency: str
    #: The host's part, in pence, less what went back.
    part: int
    is_charity: bool
    has_declaration: bool
    is_cancelled: bool = False
    is_given_back: bool = False
    is_disputed: bool = False


def obstacle_to(gift: Claimable, today: date) -> Obstacle | None:
    """Give the first reason why nothing can be claimed, or None when it can."""
    reasons = {
        Obstacle.NOT_PAID: not gift.is_paid,
        Obstacle.NOT_POUNDS: gift.currency != CURRENCY,
        Obstacle.NO_CHARITY: not gift.is_charity,
        Obstacle.NO_DECLARATION: not (gift.has_declaration or gift.is_cancelled),
        Obstacle.CANCELLED: gift.is_cancelled,
        Obstacle.GIVEN_BACK: gift.is_given_back,
        Obstacle.DISPUTED: gift.is_disputed,
        Obstacle.TOO_OLD: today > last_claim_day(gift.given_on),
        Obstacle.NO_PART: gift.part <= 0,
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)


def british_day(moment: datetime) -> date:
    """Give the day of a gift as HMRC counts days."""
    return moment.astimezone(_BRITISH).date()


def last_claim_day(given_on: date) -> date:
    """Give the last day on which a gift can be claimed for: four years after the end of its tax year."""
    ends_in = given_on.year + (0 if (given_on.month, given_on.day) < _APRIL_6 else 1)
    return date(ends_in + CLAIM_YEARS, *_APRIL_6) - timedelta(days=1)


def relief_on(part: int) -> int:
    """Give what HMRC adds to a part, in pence, rounded down."""
    return part * RELIEF_PER_POUND // 100


def fitting(reliefs: Iterable[int], most: int) -> list[bool]:
    """Tell which sums claimed too much a file can tell: together from nought up to what it claims."""
    total, fit = 0, []
    for relief in reliefs:
        fit.append(0 <= total + relief <= most)
        total += relief if fit[-1] else 0
    return fit


def is_covered(scope: DeclarationScope, made_at: datetime, given_at: datetime, *, is_own: bool) -> bool:
    """Tell whether a declaration covers a gift; `is_own`: it was made with this very gift."""
    if is_own:
        return True
    if scope is DeclarationScope.THIS:
        return False
    if given_at >= made_at:
        return True
    return scope is DeclarationScope.FOUR_YEARS and given_at >= made_at - relativedelta(years=CLAIM_YEARS)


def declaration_text(charity: str, scope: DeclarationScope) -> str:
    """Give the words that a giver ticks, in the reader's language; they are kept as they were shown."""
    gifts = {
        DeclarationScope.THIS: _("this gift"),
        DeclarationScope.ALL_FUTURE: _("this gift and every later one"),
        DeclarationScope.FOUR_YEARS: _("this gift, every later one, and those of the last four years"),
    }[scope]
    return _(
        "I would like %(charity)s to claim Gift Aid on its part of %(gifts)s. I pay tax in the United "
        "Kingdom, and the money is my own. I understand that if I pay less Income Tax and Capital Gains "
        "Tax in a tax year than the Gift Aid claimed on all my gifts in that year, it is for me to pay "
        "the difference.",
        charity=charity,
        gifts=gifts,
    )


def tidy_postcode(typed: str) -> str | None:
    """Give a British postcode in capitals with its space, ABROAD for "X", or None when it is neither."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())
    if letters == ABROAD:
        return ABROAD
    found = _POSTCODE.fullmatch(letters)
    return f"{found[1]} {found[2]}" if found else None


def tidy_name(typed: str) -> str:
    """Give a name as HMRC takes it: hyphens become spaces."""
    return " ".join(typed.replace("-", " ").replace("‐", " ").split())


@dataclass(frozen=True)
class ScheduleRow:
    """One line of HMRC's schedule; `amount` in pence."""

    title: str
    first_name: str
    last_name: str
    house: str
    postcode: str
    given_on: date
    amount: int

    def cells(self) -> tuple[str, ...]:
        """Give the cells in HMRC's order; what is empty stays empty."""
        return (
            self.title[:MOST_TITLE],
            tidy_name(self.first_name)[:MOST_NAME],
            tidy_name(self.last_name)[:MOST_NAME],
            self.house[:MOST_HOUSE],
            self.postcode,
            "",
            "",
            self.given_on.strftime("%d/%m/%y"),
            f"{self.amount // 100}.{self.amount % 100:02}",
        )


#: The heads of HMRC's columns; they are not translated, as HMRC reads them.
SCHEDULE_HEADS = (
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
)
#: The head of HMRC's box for what was claimed too much before.
PRIOR_OVERCLAIMED = "Prior overclaimed amount"
MOST_ROWS = 1_000
