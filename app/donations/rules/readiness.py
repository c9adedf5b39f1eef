"""What is still missing before something can be done with a fund, and why it takes no gifts now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.i18n import _
from app.donations.models import Fund, FundStatus, Route
from app.donations.rules.content import FundDetails
from app.donations.rules.sharing import are_agreed


class GiftHindrance(StrEnum):
    """Why a fund takes no gifts now."""

    NOT_OPEN = "not_open"
    CLOSED = "closed"
    #: Its last day has passed.
    OVER = "over"
    #: The parts are not those of the hosts of this moment.
    SHARES = "shares"
    #: Staff do not vouch for one of the hosts at this moment.
    UNVERIFIED = "unverified"
    #: A host's payment account is not ready for the way in which money would go.
    ACCOUNT = "account"


@dataclass(frozen=True)
class Holding:
    """Who holds a fund now and gets what, whose payment account is ready, and whether all are verified."""

    hosts: Collection[int]
    weights: Mapping[int, int]
    ready: Collection[int]
    are_verified: bool = True

    @property
    def is_agreed(self) -> bool:
        """Tell whether the parts are those of the hosts of this moment."""
        return are_agreed(self.weights, self.hosts)


def is_open_on(fund: Fund, day: date) -> bool:
    """Tell whether a fund is open on a day, whether or not the job that closes it has run."""
    return fund.status is FundStatus.OPEN and (fund.closes_on is None or day <= fund.closes_on)


def gift_hindrance(fund: Fund, holding: Holding, today: date) -> GiftHindrance | None:
    """Say why a fund takes no gifts on a day, or None when it does."""
    if fund.status is FundStatus.CLOSED:
        return GiftHindrance.CLOSED
    if not is_open_on(fund, today):
        return GiftHindrance.OVER if fund.status is FundStatus.OPEN else GiftHindrance.NOT_OPEN
    if not holding.is_agreed:
        return GiftHindrance.SHARES
    if not holding.are_verified:
        return GiftHindrance.UNVERIFIED
    return None if can_travel(fund.route, holding) else GiftHindrance.ACCOUNT


def hindrance_sentence(hindrance: GiftHindrance) -> str:
    """Say kindly, to somebody who would like to give, why nobody can give now."""
    return {
        GiftHindrance.NOT_OPEN: _("It is not open yet."),
        GiftHindrance.CLOSED: _("It is closed. Thank you to everyone who gave."),
        GiftHindrance.OVER: _("Its last day has passed. Thank you to everyone who gave."),
        GiftHindrance.SHARES: _(
            "Who holds this fund has changed, and the hosts are agreeing anew on how gifts are shared. "
            "Until then it takes no gifts. What was given before stays as it was."
        ),
        GiftHindrance.UNVERIFIED: _(
            "One of its hosts is not verified at the moment. Until it is, the fund takes no gifts."
        ),
        GiftHindrance.ACCOUNT: _("A host’s payment account is being set up. Please come back in some days."),
    }[hindrance]


def can_travel(route: Route, holding: Holding) -> bool:
    """Tell whether money can go the way that was chosen."""
    if route is Route.LEDGER:
        return True
    if route is Route.DIRECT and len(holding.hosts) != 1:
        return False
    return set(holding.hosts) <= set(holding.ready)


def missing_for_opening(details: FundDetails, holding: Holding, today: date) -> list[str]:
    """Say, a sentence each, what a fund needs before its hosts can sign it off."""
    sentences = {
        _("Say in one or two sentences what it is."): not details.summary,
        _("Say what the money is for."): not details.purpose,
        _("Say what becomes of the money when that cannot be done."): not details.if_it_fails,
        _("Agree how gifts are shared between the hosts."): not holding.is_agreed,
        _("Choose a last day that is still to come, or none."): _is_past(details.closes_on, today),
        route_sentence(details.route, holding): not can_travel(details.route, holding),
    }
    return [sentence for sentence, is_missing in sentences.items() if is_missing]


def route_sentence(route: Route, holding: Holding) -> str:
    """Say what the chosen way of the money still needs."""
    if route is Route.DIRECT and len(holding.hosts) != 1:
        return _("A fund of several hosts cannot go to the payment account of one. Choose another way.")
    return _("Each host needs a payment account that is ready, or choose to settle by bank transfer.")


def refusal_to_close(fund: Fund) -> str | None:
    """Say why a fund cannot be closed, or None."""
    return None if fund.status is FundStatus.OPEN else _("This fund is not open.")


def refusal_to_reopen(fund: Fund) -> str | None:
    """Say why a fund cannot be opened again, or None."""
    return None if fund.status is FundStatus.CLOSED else _("This fund is not closed.")


def refusal_to_delete(fund: Fund) -> str | None:
    """Say why a fund cannot be deleted, or None."""
    if fund.status is FundStatus.DRAFT:
        return None
    if fund.status is FundStatus.PROPOSED:
        return _("Take the proposal back first.")
    return _("This was public once. Its ledger stays, for those who gave.")


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today
