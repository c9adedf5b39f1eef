"""Pages that may ask for the camera; every other page may not."""

from collections.abc import Callable
from typing import ParamSpec

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

P = ParamSpec("P")


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
