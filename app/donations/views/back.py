"""Where the payment provider's pages end: how a gift stands, and nothing else of it.

The address holds the opaque reference that the provider knows anyway. It opens neither name nor
amount, and changes nothing; the link that does goes to the giver by mail.
"""

from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import speak
from app.core.jobs import enqueue
from app.core.limits import by_link
from app.core.marks import any_origin, leads_to_pay_page
from app.donations import queries
from app.donations.jobs.paying import open_checkout, settle_checkout
from app.donations.models import Donation, DonationStatus, RecurringGift
from app.donations.services.giving import back_address
from app.donations.views.blueprint import blueprint

PAGE = "donations/back.html"


@blueprint.get("/donations/back/<reference>")
@by_link
@leads_to_pay_page
def back(reference: str) -> ResponseReturnValue:
    """Say how a gift stands, to someone who comes from the payment provider's page.

    Mostly the provider has told by then. Where it has not, the worker asks at once; this page writes nothing.
    """
    single = queries.donation_by_reference(reference)
    gift = single or existing(queries.recurring_by_reference(reference))
    speak(gift.language)
    is_left = request.args.get("left") == "y"
    if isinstance(gift, Donation) and gift.status is DonationStatus.PENDING and not is_left:
        enqueue(settle_checkout, gift.id)
    return _page(gift, is_left=is_left)


@blueprint.post("/donations/back/<reference>/look")
@by_link
@any_origin
def look_again(reference: str) -> ResponseReturnValue:
    """Ask the payment provider how a gift stands that it has said nothing about yet."""
    donation = _donation(reference)
    settle_checkout(donation.id)
    return see_other(back_address(_donation(reference)))


@blueprint.post("/donations/back/<reference>/pay")
@by_link
@any_origin
@leads_to_pay_page
def pay_after_all(reference: str) -> ResponseReturnValue:
    """Lead to the pay page of a gift that was begun and not paid."""
    try:
        return see_other(way_on(_donation(reference)))
    except Refused as error:
        return _page(_donation(reference), problem=error.sentence), HTTPStatus.CONFLICT


def way_on(donation: Donation) -> str:
    """Give the pay page of a gift that can still be paid, else where it says how it stands; raise Refused."""
    reference, donation_id = donation.reference, donation.id
    settle_checkout(donation_id)
    known = _donation(reference)
    return open_checkout(donation_id) if known.status is DonationStatus.PENDING else back_address(known)


def _page(gift: Donation | RecurringGift, *, is_left: bool = False, problem: str = "") -> str:
    return render_template(
        PAGE,
        gift=gift,
        fund=gift.fund,
        is_monthly=isinstance(gift, RecurringGift),
        is_left=is_left,
        problem=problem,
    )


def _donation(reference: str) -> Donation:
    found = existing(queries.donation_by_reference(reference))
    speak(found.language)
    return found
