"""Marks on views that change a header which is otherwise the same for all pages; read after Talisman."""

from collections.abc import Callable
from typing import ParamSpec

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from app.core.settings import settings

P = ParamSpec("P")


def framed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view that pages of other sites may show in a frame: nothing in it acts or knows anyone."""
    view.twain_framed = True  # type: ignore[attr-defined]  # read by let_be_framed
    return view


def let_be_framed(response: Response) -> Response:
    """Let other sites frame what is made for that; set after Talisman, which lets nobody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "twain_framed", False):
        response.headers.pop("X-Frame-Options", None)
        response.headers.pop("Cross-Origin-Opener-Policy", None)
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors *"
        )
    return response


def leads_to_pay_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a view whose forms lead on to the payment provider's pages: browsers ask the policy about that."""
    view.twain_pays = True  # type: ignore[attr-defined]  # read by let_forms_lead_to_pay_page
    return view


def let_forms_lead_to_pay_page(response: Response) -> Response:
    """Name the provider's pages in the policy of forms; set after Talisman, which has one for all pages."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "twain_pays", False):
        policy = response.headers.get("Content-Security-Policy", "")
        allowed = " ".join(("form-action 'self'", *settings().pay_page_origins))
        response.headers["Content-Security-Policy"] = policy.replace("form-action 'self'", allowed)
    return response


def uses_camera(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Mark a page whose own script may ask for the camera."""
    view.twain_uses_camera = True  # type: ignore[attr-defined]  # read by let_use_camera
    return view


def let_use_camera(response: Response) -> Response:
    """Let a marked page ask for the camera; set after Talisman, which lets none."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "twain_uses_camera", False):
        policy = response.headers.get("Permissions-Policy", "")
        response.headers["Permissions-Policy"] = policy.replace("camera=()", "camera=(self)")
    return response
