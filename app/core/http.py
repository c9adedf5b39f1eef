"""Responses: public pages that caches may keep, redirects, forms shown again, and who may post.

An anonymous public page names the revision counters it was rendered from; `core.front` and any
CDN keep it by them. Everything else is private and uncached.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from app.core import revisions
from app.core.carrying import init_carrying
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.marks import is_marked
from app.core.numbers import RowNumber
from app.core.problems import form_problem, init_problems, problem, wants_json
from app.core.settings import settings
from app.core.text import piles_marks
from app.core.transaction import SAFE_METHODS

P = ParamSpec("P")
TAGS_HEADER = "X-Twain-Tags"
REVISIONS_HEADER = "X-Twain-Revisions"
PUBLIC_SECONDS = 2
STALE_SECONDS = 30
PLAIN_FORM = "application/x-www-form-urlencoded"
#: Headers by which a reader says what it has already, as WSGI names them.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")

csrf = CSRFProtect()


def shows(*tags: str) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Mark a public page with the counters it is rendered from: `@shows("event:{slug}")`.

    Anonymous readers get it with validators and no cookie; to people signed in it is private.
    The counters are read before the page is, so a change in between makes the copy stale, never
    wrongly fresh.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def shown(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if is_personal() or request.method not in SAFE_METHODS:
                return view(*args, **kwargs)
            named = tuple(tag.format(**kwargs) for tag in tags)
            counters = revisions.numbers(named)
            response = make_response(view(*args, **kwargs))
            if response.status_code == HTTPStatus.OK:
                keep_publicly(response, named, counters)
            return response

        return shown

    return decorate


def keep_publicly(
    response: Response,
    tags: tuple[str, ...],
    counters: tuple[int, ...],
    *,
    varies: tuple[str, ...] = ("Accept-Language", "Cookie"),
) -> None:
    """Let caches keep an anonymous response, named by its counters."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = (
            f"public, max-age={PUBLIC_SECONDS}, stale-while-revalidate={STALE_SECONDS}"
        )
    response.headers[TAGS_HEADER] = " ".join(tags)
    response.headers[REVISIONS_HEADER] = " ".join(map(str, counters))
    response.vary.update(varies)
    if response.get_etag()[0] is None:
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    if any(name in request.environ for name in _CONDITIONS):
        response.make_conditional(request)


def is_personal() -> bool:
    """Tell whether this request may be answered with something private."""
    return "Authorization" in request.headers or current_user.is_authenticated


def see_other(address: str) -> ResponseReturnValue:
    """Lead on after a post, so that a reload does not post again."""
    return redirect(address, HTTPStatus.SEE_OTHER)


def invalid(template: str, **context: Any) -> ResponseReturnValue:  # noqa: ANN401  # handed to the template
    """Show a form again with its errors and everything that was typed; to programs, name the errors."""
    if wants_json():
        return form_problem(context.values())
    return render_template(template, **context), HTTPStatus.UNPROCESSABLE_ENTITY


def is_local_address(address: str | None) -> bool:
    """Tell whether a `next` address stays on this site."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if any(sign <= " " or sign == "\x7f" for sign in address):  # browsers drop some, headers hold none
        return False
    parts = urlsplit(address)
    return not parts.netloc and not parts.scheme and "\\" not in address


def following() -> str:
    """Give where the person was going before they came here, when that stays on this site."""
    address = request.form.get("next") or request.args.get("next")
    return address if address and is_local_address(address) else ""


def init_http(app: Flask) -> None:
    """Register what is looked at before and after each request, and the error pages."""
    csrf.init_app(app)
    app.url_map.converters["int"] = RowNumber
    app.before_request(_check_address)
    app.before_request(_check_sender)
    app.before_request(_check_form)
    app.after_request(_private_unless_public)
    init_carrying(app)
    init_problems(app)


def _check_address() -> None:
    """Answer that there is nothing at an address with a null sign, which no database can look up.

    Nor is there where marks are piled up (`piles_marks`).
    """
    if "\x00" in request.path or b"%00" in request.query_string:
        raise NotFound
    if request.query_string and any(piles_marks(value) for _name, value in request.args.items(multi=True)):
        raise NotFound


def _check_sender() -> ResponseReturnValue | None:
    """Take a post only from our own pages; from people signed in also only with their CSRF token."""
    if request.method in SAFE_METHODS or getattr(g, "sender_checked_elsewhere", False):
        return None
    if is_marked("twain_any_origin"):
        return None
    if not _sent_by_our_own_page():
        return problem(
            HTTPStatus.FORBIDDEN, _("This form was sent from another site, so we did not take it.")
        )
    if current_user.is_authenticated:
        csrf.protect()
    return None


def _check_form() -> ResponseReturnValue | None:
    """Take no form with a null sign in it, which no database keeps; and no huge one that holds no file.

    Nor one with marks piled up, before anything brings them into order (`piles_marks`).
    """
    if request.method in SAFE_METHODS:
        return None
    if request.mimetype == PLAIN_FORM:  # Werkzeug limits the texts of the other kind only
        request.max_content_length = request.max_form_memory_size
    written = (*request.form.items(multi=True), *((file.filename or "",) for file in request.files.values()))
    if any("\x00" in text or piles_marks(text) for part in written for text in part):
        return problem(HTTPStatus.BAD_REQUEST)
    return None


def _sent_by_our_own_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.rstrip("/") in {settings().public_url, request.host_url.rstrip("/")}
    referrer = request.headers.get("Referer")
    if referrer is not None and site is None:
        return urlsplit(referrer).netloc == request.host
    return True


def _private_unless_public(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "private, no-store"
    return response
