"""What went wrong, said kindly: a page for people, problem+json (RFC 9457) for programs."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException
from wtforms.form import BaseForm

from app.core.errors import TwainError
from app.core.i18n import _

PROBLEM = "application/problem+json"


def init_problems(app: Flask) -> None:
    """Register the error pages."""
    app.after_request(_no_page_for_programs)
    app.register_error_handler(TwainError, _on_twain_error)
    app.register_error_handler(RateLimitExceeded, _on_too_many)
    app.register_error_handler(CSRFError, _on_csrf_error)
    app.register_error_handler(HTTPException, _on_http_error)
    for gone in (ObjectDeletedError, StaleDataError, NoResultFound):
        app.register_error_handler(gone, _on_gone)
    app.register_error_handler(Exception, _on_crash)


def wants_json() -> bool:
    """Tell whether the client would rather read JSON than a page."""
    accepted = request.accept_mimetypes
    return bool(accepted) and not accepted.accept_html and (accepted.accept_json or accepted[PROBLEM] > 0)


def problem(status: HTTPStatus, sentence: str = "") -> ResponseReturnValue:
    """Answer with a kind page, or with problem+json for programs."""
    sentence = sentence or _sentence_for(status)
    if wants_json():
        return _said_to_programs(status, sentence), status
    return render_template("pages/error.html", status=status, sentence=sentence), status


def form_problem(things: Iterable[object]) -> ResponseReturnValue:
    """Tell a program what is wrong with each field of the forms among some things."""
    forms = [each for each in things if isinstance(each, BaseForm)]
    errors = [
        {"field": field, "detail": detail}
        for form in forms
        for name, said in form.errors.items()
        for field, detail in _flat(name or "", said)
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _said_to_programs(status, _sentence_for(status), errors=errors), status


def _flat(name: str, said: object) -> Iterator[tuple[str, str]]:
    """Give each sentence with its field's name; a form within a form has mappings and lists of them."""
    if isinstance(said, dict):
        for part, inner in said.items():
            yield from _flat(f"{name}-{part}" if part else name, inner)
    elif isinstance(said, list | tuple):
        for number, inner in enumerate(said):
            yield from _flat(f"{name}-{number}" if isinstance(inner, dict | list) else name, inner)
    else:
        yield name, str(said)


def _said_to_programs(status: HTTPStatus, sentence: str, **more: object) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": sentence}
    response = make_response(current_app.json.response({**body, **more}))
    response.content_type = PROBLEM
    return response


def _no_page_for_programs(response: Response) -> Response:
    """Say as a problem what a view has said as a page."""
    is_page = response.status_code >= HTTPStatus.BAD_REQUEST and response.mimetype == "text/html"
    if is_page and wants_json():
        status = HTTPStatus(response.status_code)
        response.set_data(_said_to_programs(status, _sentence_for(status)).get_data())
        response.content_type = PROBLEM
    return response


def _on_twain_error(error: TwainError) -> ResponseReturnValue:
    return problem(error.status, error.sentence)


def _on_csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return problem(
        HTTPStatus.BAD_REQUEST,
        _(
            "This page was open for a long time. Go back, reload it, and send it again; "
            "what you wrote is still there."
        ),
    )


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    status = HTTPStatus(error.code)
    if error is request.routing_exception and (path := _path_without_slash()):
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(quote(path) + query, HTTPStatus.PERMANENT_REDIRECT)
    response = make_response(problem(status))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _path_without_slash() -> str | None:
    """Give the page that someone means who typed a slash after its address, if there is one."""
    path = request.path.rstrip("/")
    adapter = request_ctx.url_adapter
    if request.method not in {"GET", "HEAD"} or path == request.path or not path or adapter is None:
        return None
    try:
        adapter.match(path)
    except HTTPException:
        return None
    return path


def _on_too_many(error: RateLimitExceeded) -> ResponseReturnValue:
    """Say when to come again at the latest.

    The library would say so with every answer; with a redirect it means: wait before you follow (RFC 9110).
    """
    response = make_response(_on_http_error(error))
    if error.limit is not None:
        response.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return response


def _on_gone(error: Exception) -> ResponseReturnValue:
    """Say that someone else has deleted the thing since this request found it."""
    current_app.logger.warning("gone meanwhile", exc_info=error)
    return problem(HTTPStatus.CONFLICT)


def _on_crash(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("request failed", exc_info=error)
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


def _sentence_for(status: HTTPStatus) -> str:
    sentences = {
        HTTPStatus.BAD_REQUEST: _("We could not read that request. Go back and try once more."),
        HTTPStatus.UNAUTHORIZED: _("Please sign in first."),
        HTTPStatus.FORBIDDEN: _(
            "This page is for other people. If you think you should see it, ask an organiser or owner."
        ),
        HTTPStatus.NOT_FOUND: _(
            "There is no page at this address. It may have moved, or the link was cut in two."
        ),
        HTTPStatus.METHOD_NOT_ALLOWED: _(
            "This address does not work that way. Go back and use the button there."
        ),
        HTTPStatus.CONFLICT: _("That is not possible any more. Go back to see how things stand now."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That file or text is too large for us. Try a smaller one."),
        HTTPStatus.UNPROCESSABLE_ENTITY: _(
            "Something in the form needs another look. Go back; what you wrote is still there."
        ),
        HTTPStatus.TOO_MANY_REQUESTS: _("That was a lot at once. Wait a few minutes, then try again."),
    }
    return sentences.get(
        status,
        _(
            "It is not your fault, and nothing was sent twice. If you were writing, go back: your words "
            "are most likely still there. Then try again in a while."
        ),
    )
