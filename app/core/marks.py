"""Marks on views for which something is different from all other pages: a header, or who may post."""

from collections.abc import Callable
from typing import ParamSpec

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from app.core.settings import settings

P = ParamSpec("P")


def is_marked(name: str) -> bool:
    """Tell whether the view of this request carries a mark."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), name, False))


def heed_marks(response: Response) -> Response:
    """Change the headers of what a marked view answers; after Talisman, which has one set for all pages."""
    view = current_app.view_functions.get(request.endpoint or "")
    marks = vars(view) if view else {}
    for name, change in _CHANGES.items():
        if name in marks:
            change(response)
    return response


def framed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view that pages of other sites may show in a frame: nothing in it acts or knows anyone."""
    return _marked(view, "twain_framed")


def leads_to_pay_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view whose forms lead on to the payment provider's pages: browsers ask the policy about that."""
    return _marked(view, "twain_pays")


def uses_camera(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a page whose own script may ask for the camera."""
    return _marked(view, "twain_uses_camera")


def uses_location(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a page whose own script may ask where the device is."""
    return _marked(view, "twain_uses_location")


def any_origin(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let programs elsewhere post to this view (one-click unsubscribe, webhooks)."""
    return _marked(view, "twain_any_origin")


def secret_address(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view whose address is a key: no cache keeps it, no search engine, no other site learns it."""
    return _marked(view, "twain_secret_address")


def tells_own_site(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a secret address whose form is taken from our own pages only.

    Where a page tells nobody where one comes from, browsers name no origin of its form either, and the
    form would be refused.
    """
    return _marked(view, "twain_tells_own_site")


def _marked(view: Callable[P, ResponseReturnValue], name: str) -> Callable[P, ResponseReturnValue]:
    setattr(view, name, True)
    return view


def _let_be_framed(response: Response) -> None:
    response.headers.pop("X-Frame-Options", None)
    response.headers.pop("Cross-Origin-Opener-Policy", None)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors *"
    )


def _let_forms_lead_to_pay_page(response: Response) -> None:
    policy = response.headers.get("Content-Security-Policy", "")
    allowed = " ".join(("form-action 'self'", *settings().pay_page_origins))
    response.headers["Content-Security-Policy"] = policy.replace("form-action 'self'", allowed)


def _let_use(device: str) -> Callable[[Response], None]:
    def change(response: Response) -> None:
        policy = response.headers.get("Permissions-Policy", "")
        response.headers["Permissions-Policy"] = policy.replace(f"{device}=()", f"{device}=(self)")

    return change


def _keep_address_secret(response: Response) -> None:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if not response.headers.get("Cache-Control", "").startswith("private"):
        response.headers["Cache-Control"] = "private, no-store"


def _tell_own_site(response: Response) -> None:
    response.headers["Referrer-Policy"] = "same-origin"


#: What the headers of an answer change to, by the mark of its view, in this order.
_CHANGES = {
    "twain_framed": _let_be_framed,
    "twain_pays": _let_forms_lead_to_pay_page,
    "twain_uses_camera": _let_use("camera"),
    "twain_uses_location": _let_use("geolocation"),
    "twain_secret_address": _keep_address_secret,
    "twain_tells_own_site": _tell_own_site,
}
