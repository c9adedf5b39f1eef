"""Where the payment provider tells by itself what has happened."""

import logging
from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.access import public
from app.core.errors import NotFound
from app.core.marks import any_origin
from app.core.transaction import transaction
from app.donations.gateway.door import gateway, gifts_are_on
from app.donations.gateway.errors import DeliveryRefused
from app.donations.queries.accounts import HostAccounts
from app.donations.services.telling import take_delivery
from app.donations.views.blueprint import blueprint

logger = logging.getLogger(__name__)

#: No delivery is as long as this.
LONGEST = 256 * 1024
SIGNATURE = "Stripe-Signature"


@blueprint.post("/webhooks/stripe")
@public
@any_origin
def take_webhook() -> ResponseReturnValue:
    """Take a delivery that is genuine, timely and ours, once; refuse any other with 400."""
    if not gifts_are_on():
        raise NotFound
    request.max_content_length = LONGEST
    try:
        delivery = gateway().read_delivery(
            request.get_data(cache=False), request.headers.get(SIGNATURE), HostAccounts()
        )
    except RequestEntityTooLarge:
        return _refused("too_long", f"{request.content_length} bytes")
    except DeliveryRefused as error:
        return _refused(error.reason, error.detail)
    with transaction():
        take_delivery(delivery)
    return Response(status=HTTPStatus.NO_CONTENT)


def _refused(reason: str, detail: str) -> ResponseReturnValue:
    logger.warning("a delivery was refused", extra={"reason": reason, "detail": detail[:200]})
    return Response(f"{reason}\n", status=HTTPStatus.BAD_REQUEST, mimetype="text/plain")
